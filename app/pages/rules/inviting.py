"""Invitations that are passed on as a link or a code: where they lead."""

from dataclasses import dataclass

from app.competitions.rules.leagues import PrivateLeague
from app.pages.rules.competing import CompetitionSeen
from app.plumbing.refusals import Missing


class CodeLeadsNowhere(Missing):
    """This code leads nowhere.  Perhaps it was renewed: ask for the new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Into a competition by its own code, or into a private league of it by the league's."""

    code: str
    competition: CompetitionSeen
    league: PrivateLeague | None
    is_member: bool

    @property
    def path(self) -> str:
        return f"/join/{self.code}"

    @property
    def competition_code(self) -> str | None:
        """What opens the competition to whoever has the invitation."""
        return None if self.league else self.code

    @property
    def is_accepted(self) -> bool:
        return self.competition.plays and (self.is_member or self.league is None)

    @property
    def leads_to(self) -> str:
        path = f"/competitions/{self.competition.id}"
        return f"{path}/leagues/{self.league.id}" if self.league else path
