"""What a competition is, which states it goes through, and what may be changed in which."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.competitions.rules.settings import CompetitionSettings, check_may_change, complaints
from app.plumbing.refusals import Conflict, Invalid, Missing

NAME_LENGTH_MAX = 80
DESCRIPTION_LENGTH_MAX = 2_000
SLUG_LENGTH_MAX = 60
SLUG_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


class NoSuchCompetition(Missing):
    """There is no such competition."""


class CompetitionInvalid(Invalid):
    """Some of what you say of this competition is not possible."""


class CompetitionAddressTaken(Conflict):
    """Another competition has this address already."""


class TooManyCompetitions(Conflict):
    """This community has as many competitions as it may.  Archive one first."""


class CompetitionChanged(Conflict):
    """Somebody else changed this competition since you opened it."""


class CompetitionOver(Conflict):
    """This competition is over, so it stays as it is."""


class PeriodFixed(Conflict):
    """A competition that has begun keeps its beginning, and cannot end in the past."""


class StateNotNext(Conflict):
    """This competition cannot go on to that state."""


class StandingsFrozen(Conflict):
    """The standings of this competition are frozen, so it does not run again."""


class PeriodPast(Conflict):
    """This competition would be over before it runs.  Give it a later end."""


class CompetitionState(StrEnum):
    TEMPLATE = "template"
    DRAFT = "draft"
    RUNNING = "running"
    FINISHED = "finished"
    ARCHIVED = "archived"


# Finishing by mistake can be undone; archiving cannot.
NEXT = {
    CompetitionState.TEMPLATE: frozenset({CompetitionState.ARCHIVED}),
    CompetitionState.DRAFT: frozenset(
        {CompetitionState.TEMPLATE, CompetitionState.RUNNING, CompetitionState.ARCHIVED}
    ),
    CompetitionState.RUNNING: frozenset({CompetitionState.FINISHED}),
    CompetitionState.FINISHED: frozenset({CompetitionState.RUNNING, CompetitionState.ARCHIVED}),
    CompetitionState.ARCHIVED: frozenset[CompetitionState](),
}
IN_THE_MAKING = frozenset({CompetitionState.TEMPLATE, CompetitionState.DRAFT})
OVER = frozenset({CompetitionState.FINISHED, CompetitionState.ARCHIVED})
# Whatever is in the making is for admins' eyes.
SHOWN_TO_ALL = frozenset(CompetitionState) - IN_THE_MAKING


@dataclass(frozen=True, slots=True, kw_only=True)
class Competition:
    """`version` counts the changes of everything here but the state and the join code.

    Once its standings are frozen, a competition does not run again.
    """

    id: UUID
    slug: str
    name: str
    description: str
    state: CompetitionState
    starts_at: datetime
    ends_at: datetime
    join_code: str = field(repr=False)
    settings: CompetitionSettings
    version: int = 1
    frozen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsVersion:
    """How a competition was played from a moment on."""

    version: int
    settings: CompetitionSettings
    at: datetime


def check_competition(competition: Competition) -> None:
    """Refuse what is not possible, with all that is wrong about it."""
    if errors := dict(_complaints(competition)):
        raise CompetitionInvalid(errors=errors)


def check_change(before: Competition, after: Competition, *, now: datetime) -> None:
    """Refuse what would be unfair to those who play already, or touch what is over."""
    check_not_over(before)
    if before.state in IN_THE_MAKING:
        return
    check_may_change(before.settings, after.settings)
    begun = before.starts_at <= now
    if begun and after.starts_at != before.starts_at:
        raise PeriodFixed(starts_at=before.starts_at)
    if after.ends_at != before.ends_at and after.ends_at <= now:
        raise PeriodFixed(ends_at=before.ends_at)


def check_not_over(competition: Competition) -> None:
    if competition.state in OVER:
        raise CompetitionOver(state=competition.state)


def check_next(competition: Competition, state: CompetitionState, *, now: datetime) -> None:
    allowed = NEXT[competition.state]
    if state not in allowed:
        raise StateNotNext(state=competition.state, allowed=sorted(allowed))
    if state is CompetitionState.RUNNING and competition.frozen_at:
        raise StandingsFrozen(frozen_at=competition.frozen_at)
    if state is CompetitionState.RUNNING and competition.ends_at <= now:
        raise PeriodPast(ends_at=competition.ends_at)


def check_seen(competition: Competition, *, seen_version: int) -> None:
    """Nobody overwrites what they have not seen."""
    if competition.version != seen_version:
        raise CompetitionChanged(seen=seen_version, current=competition.version)


def _complaints(competition: Competition) -> Iterator[tuple[str, str]]:
    slug = competition.slug
    if not (len(slug) <= SLUG_LENGTH_MAX and all(_is_plain(part) for part in slug.split("-"))):
        yield "slug", "Use lower-case letters, digits and single hyphens between them, up to 60."
    if not 1 <= len(competition.name.strip()) <= NAME_LENGTH_MAX:
        yield "name", f"Give a name of 1 to {NAME_LENGTH_MAX} signs."
    if len(competition.description) > DESCRIPTION_LENGTH_MAX:
        yield "description", f"Use at most {DESCRIPTION_LENGTH_MAX} signs."
    if competition.ends_at <= competition.starts_at:
        yield "ends_at", "It ends after it starts."
    for name, message in complaints(competition.settings):
        yield f"settings.{name}", message


def _is_plain(part: str) -> bool:
    return part != "" and SLUG_SIGNS.issuperset(part)
