"""Who may play in a community: names, age, consent, suspension.  Pure."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from app.plumbing.actors import Actor, Role
from app.plumbing.refusals import Conflict, Forbidden, Invalid, Missing
from app.tenants.rules import LOCALES

TERMS = "terms"
# Raised with every change of the page /terms; everybody is then asked again.
TERMS_VERSION = "2026-01"

NAME_LENGTHS = range(2, 31)
AGE_MAX = 120
# Who was too young may be asked anew after a year, even if they are still too young then.
TOO_YOUNG_KEPT = timedelta(days=365)


class OddsFormat(StrEnum):
    """How prices are written for a player: 2.50, 3/2 or +150."""

    DECIMAL = "decimal"
    FRACTIONAL = "fractional"
    AMERICAN = "american"


class NotJoined(Forbidden):
    """You have not joined this community yet."""


class TermsChanged(Forbidden):
    """Our terms have changed.  Please read and accept them before you go on."""


class Suspended(Forbidden):
    """An admin of this community has suspended you."""


class TooYoung(Forbidden):
    """You are not old enough to play here yet.  We look forward to seeing you when you are."""


class YearImpossible(Conflict):
    """With this year of birth they could not play here.  Please check it, or suspend them."""


class BirthdayUnreadable(Conflict):
    """We cannot read this person's date of birth at present, so we cannot correct it."""


class ProfileInvalid(Invalid):
    """Some answers are not possible."""


class NameTaken(Conflict):
    """Somebody here has this name already.  Please choose another."""


class CommunityFull(Conflict):
    """This community has no room for more players at present."""


class TermsOutdated(Conflict):
    """The terms have changed since you opened this page.  Please read them again."""


class NoPlayer(Missing):
    """You are no player of this community."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What players may say of themselves, and change."""

    display_name: str
    time_zone: str
    locale: str
    odds_format: OddsFormat = OddsFormat.DECIMAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """What somebody tells us who wants to play here."""

    profile: Profile
    born_on: date = field(repr=False)
    terms_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    tenant_id: UUID
    id: UUID
    subject: str
    display_name: str
    name_key: str
    born_on_sealed: bytes = field(repr=False)
    email_sealed: bytes | None = field(repr=False)
    email_index: bytes | None = field(repr=False)
    time_zone: str
    locale: str
    odds_format: OddsFormat
    roles: frozenset[Role]
    suspended_at: datetime | None = None
    suspension_reason: str | None = field(default=None, repr=False)
    locked_out_at: datetime | None = None
    roles_since: datetime | None = None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingPlayer:
    """What each request must know about the player who asks."""

    player_id: UUID
    display_name: str
    time_zone: str
    locale: str
    odds_format: str
    suspended: bool
    suspension_reason: str | None = field(default=None, repr=False)
    accepted_terms: bool
    roles_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedAway:
    """Somebody who was too young.  Sealed are who, and the day from which they may play."""

    tenant_id: UUID
    id: UUID
    subject_index: bytes = field(repr=False)
    answer_sealed: bytes = field(repr=False)


def hindrance(player: AskingPlayer | None) -> Forbidden | None:
    """What keeps a person from playing here."""
    if player is None:
        return NotJoined()
    if player.suspended:
        return Suspended(reason=player.suspension_reason)
    return None if player.accepted_terms else TermsChanged()


def is_outdated(issued_at: int, roles_since: datetime | None) -> bool:
    """Whether a token may tell of roles that were taken since."""
    # Tokens tell whole seconds: one of that very second may be from before, so it is out, too.
    return roles_since is not None and issued_at < roles_since.timestamp()


def roles_in_force(roles: frozenset[Role], player: AskingPlayer | None) -> frozenset[Role]:
    """A community's roles count once their holder has joined and while nothing is against it."""
    return roles if is_in_order(player) else roles & {Role.SUPERADMIN}


def is_in_order(player: AskingPlayer | None) -> bool:
    return player is not None and not player.suspended and player.accepted_terms


def tidy_name(text: str) -> str:
    """The one way in which we write a name: composed, with single spaces."""
    return " ".join(part for part in unicodedata.normalize("NFC", text).split(" ") if part)


def name_key(name: str) -> str:
    """Equal for names that read alike: whatever their case, width and spelling of accents."""
    # The compatibility caseless match of the Unicode standard, D146.
    folded = unicodedata.normalize("NFD", name).casefold()
    folded = unicodedata.normalize("NFKD", folded).casefold()
    return unicodedata.normalize("NFKD", folded)


def check_profile(profile: Profile) -> None:
    """Refuse what is not possible, with all that is wrong about it."""
    if errors := dict(_complaints(profile)):
        raise ProfileInvalid(errors=errors)


def check_joining(joining: Joining, today: date) -> None:
    errors = dict(_complaints(joining.profile))
    if not _is_alive(joining.born_on, today):
        errors["born_on"] = "Give the day on which you were born."
    if errors:
        raise ProfileInvalid(errors=errors)
    check_terms(joining.terms_version)


def check_standing(player: Player) -> None:
    """Joining again is no way out of a suspension."""
    if player.suspended_at is not None:
        raise Suspended(reason=player.suspension_reason)


def check_terms(version: str) -> None:
    if version != TERMS_VERSION:
        raise TermsOutdated(current=TERMS_VERSION)


def of_age_on(born_on: date, minimum_age: int) -> date:
    """The birthday from which somebody is old enough; 1 March stands in for 29 February."""
    return with_year(born_on, born_on.year + minimum_age)


def with_year(born_on: date, year: int) -> date:
    """The same birthday in another year; nobody was born on 29 February of a common year."""
    try:
        return born_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def check_birthday(born_on: date, *, today: date, minimum_age: int) -> None:
    """Refuse a correction that would leave a player who could not have joined."""
    if not _is_alive(born_on, today) or of_age_on(born_on, minimum_age) > today:
        raise YearImpossible


def today_in(time_zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(time_zone)).date()


def normal_email(email: str) -> str:
    return email.strip().lower()


def _is_alive(born_on: date, today: date) -> bool:
    return born_on <= today and today.year - born_on.year <= AGE_MAX


def _complaints(profile: Profile) -> Iterator[tuple[str, str]]:
    name = profile.display_name
    if len(name) not in NAME_LENGTHS:
        yield "display_name", f"Choose a name of {NAME_LENGTHS[0]} to {NAME_LENGTHS[-1]} signs."
    elif name != tidy_name(name) or not all(map(_is_visible, name)):
        yield "display_name", "Choose a name without invisible signs."
    if profile.time_zone not in available_timezones():
        yield "time_zone", "Choose a time zone by its name, such as Africa/Accra."
    if profile.locale not in LOCALES:
        yield "locale", f"Choose one of {', '.join(LOCALES)}."


def _is_visible(sign: str) -> bool:
    """Controls, marks of direction, unassigned signs and odd spaces serve to imitate others."""
    return sign == " " or unicodedata.category(sign)[0] not in "CZ"


def player_id_of(actor: Actor) -> UUID:
    if actor.player_id is None:
        raise NoPlayer
    return actor.player_id
