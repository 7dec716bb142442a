"""Sports, their leagues, and who takes part in them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.catalogue.rules.slugs import check_name, check_slug
from app.plumbing.refusals import Conflict, Forbidden, Missing

SPORT_SLUG_MAX = 60
SPORT_NAME_MAX = 80
LEAGUE_SLUG_MAX = 60
PARTICIPANT_SLUG_MAX = 120
NAME_MAX = 120


class NoSuchSport(Missing):
    """There is no such sport."""


class NoSuchLeague(Missing):
    """There is no such league in this sport."""


class NoSuchParticipant(Missing):
    """There is no such participant in this sport."""


class SchemeFixed(Conflict):
    """How results are told cannot change any more: the sport has events."""


class BelongsToThePlatform(Forbidden):
    """This is shared by all communities.  Only the platform's staff changes it."""


class Scheme(StrEnum):
    """How the results of a sport are told."""

    GOALS = "goals"
    SETS = "sets"
    POINTS = "points"
    POSITIONS = "positions"
    ROUNDS = "rounds"
    CUSTOM = "custom"


class ParticipantKind(StrEnum):
    TEAM = "team"
    PLAYER = "player"
    PAIR = "pair"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sport:
    """`hidden` is what the community that asks has decided for itself."""

    tenant_id: UUID
    id: UUID
    slug: str
    name: str
    scheme: Scheme
    archived_at: datetime | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class League:
    tenant_id: UUID
    id: UUID
    slug: str
    name: str
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    tenant_id: UUID
    id: UUID
    slug: str
    name: str
    kind: ParticipantKind
    archived_at: datetime | None = None


def check_sport(*, slug: str, name: str) -> None:
    check_slug(slug, longest=SPORT_SLUG_MAX)
    check_name(name, longest=SPORT_NAME_MAX)


def check_league(*, slug: str, name: str) -> None:
    check_slug(slug, longest=LEAGUE_SLUG_MAX)
    check_name(name, longest=NAME_MAX)


def check_participant(*, slug: str, name: str) -> None:
    check_slug(slug, longest=PARTICIPANT_SLUG_MAX)
    check_name(name, longest=NAME_MAX)


def check_own(thing: Sport | League | Participant, *, tenant_id: UUID) -> None:
    """Refuse to change what others share with us."""
    if thing.tenant_id != tenant_id:
        raise BelongsToThePlatform(slug=thing.slug)
