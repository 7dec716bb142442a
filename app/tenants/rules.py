"""What a community is and how it may be set up.  Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID
from zoneinfo import available_timezones

from app.plumbing.points import POINTS_MAX
from app.plumbing.refusals import Conflict, Forbidden, Invalid, Missing, Unavailable

# Shared sports, events and odds belong to this community.  Nobody plays in it.
PLATFORM_ID = UUID("00000000-0000-7000-8000-000000000000")

LOCALES = {"en": "English", "de": "Deutsch"}
# Hosts that mean something else, now or one day.
RESERVED = frozenset({"admin", "api", "auth", "grafana", "platform", "static", "status", "www"})
SUBDOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")
COLOUR = re.compile(r"#[0-9a-f]{6}")
AGES = range(13, 100)
LOGO_BYTES_MAX = 64 * 1024


class NoSuchCommunity(Missing):
    """There is no community at this address."""


class CommunitySuspended(Unavailable):
    """This community is taking a break.  Nothing is lost; please come back later."""


class SubdomainInvalid(Invalid):
    """A subdomain has 1 to 40 lower-case letters, digits and inner hyphens."""


class SubdomainReserved(Conflict):
    """Pointsbook keeps this subdomain for itself.  Please choose another."""


class SubdomainTaken(Conflict):
    """Another community already lives at this address."""


class HostTaken(Conflict):
    """Another community already answers at this host."""


class SettingsInvalid(Invalid):
    """Some settings are not possible."""


class SettingsChanged(Conflict):
    """Somebody else changed these settings since you opened them."""


class ThresholdNotTheirs(Forbidden):
    """Only a superadmin changes how many points an admin may move alone."""


class LogoInvalid(Invalid):
    """A logo is a PNG, JPEG or WebP picture of at most 64 KiB."""


class NotThisCommunity(Conflict):
    """The platform's own community cannot be suspended."""


class Status(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"


class Feature(StrEnum):
    """What a community may switch off."""

    CASH_OUT = "cash_out"
    POOLS = "pools"
    PREDICTIONS = "predictions"
    PRIVATE_LEAGUES = "private_leagues"
    SYSTEMS = "systems"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityLimits:
    players: int = 100_000
    competitions: int = 1_000
    requests_per_second: int = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeCaps:
    """What each player may stake at most, over all their entries.  None: as much as they like."""

    day: int | None = None
    week: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunitySettings:
    """The settings document, kept as JSON with a version."""

    locale: str = "en"
    time_zone: str = "UTC"
    primary_colour: str = "#1f6f54"
    accent_colour: str = "#e2a400"
    minimum_age: int = 18
    features: frozenset[Feature] = field(default_factory=lambda: frozenset(Feature))
    limits: CommunityLimits = CommunityLimits()
    # A larger adjustment of somebody's points needs a second admin.
    adjustment_threshold: int = 1_000
    caps: StakeCaps = StakeCaps()


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    id: UUID
    subdomain: str
    name: str
    status: Status
    settings: CommunitySettings
    settings_version: int
    logo_version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    version: str
    media_type: str
    image: bytes


def check_subdomain(subdomain: str) -> None:
    if not SUBDOMAIN.fullmatch(subdomain):
        raise SubdomainInvalid(subdomain=subdomain)
    if subdomain in RESERVED:
        raise SubdomainReserved(subdomain=subdomain)


def check_settings(settings: CommunitySettings) -> None:
    """Refuse settings that are not possible, with all that is wrong about them."""
    if errors := dict(_complaints(settings)):
        raise SettingsInvalid(errors=errors)


def _complaints(settings: CommunitySettings) -> Iterator[tuple[str, str]]:
    if settings.locale not in LOCALES:
        yield "locale", f"Choose one of {', '.join(LOCALES)}."
    if settings.time_zone not in available_timezones():
        yield "time_zone", "Choose a time zone by its name, such as Africa/Accra."
    for name in ("primary_colour", "accent_colour"):
        if not COLOUR.fullmatch(getattr(settings, name)):
            yield name, "Give a colour such as #1f6f54."
    if settings.minimum_age not in AGES:
        yield "minimum_age", f"Choose an age from {AGES[0]} to {AGES[-1]}."
    if unknown := settings.features - set(Feature):
        yield "features", f"There is no {', '.join(sorted(unknown))}."
    limits = settings.limits
    if min(limits.players, limits.competitions, limits.requests_per_second) < 1:
        yield "limits", "Each limit is at least 1."
    if not 0 <= settings.adjustment_threshold <= POINTS_MAX:
        yield "adjustment_threshold", f"Choose points from 0 to {POINTS_MAX}."
    by_length = (settings.caps.day, settings.caps.week, settings.caps.month)
    caps = [cap for cap in by_length if cap is not None]
    if caps != sorted(caps) or any(not 0 < cap <= POINTS_MAX for cap in caps):
        yield "caps", "Choose points above 0, for a week no fewer than for a day, and so on."


def recognise_logo(image: bytes) -> str:
    """The picture's media type, by its first bytes, whatever its sender calls it."""
    media_types = {
        "image/png": image.startswith(b"\x89PNG\r\n\x1a\n"),
        "image/jpeg": image.startswith(b"\xff\xd8\xff"),
        "image/webp": image[:4] == b"RIFF" and image[8:12] == b"WEBP",
    }
    known = next((media_type for media_type, is_it in media_types.items() if is_it), None)
    if known is None or len(image) > LOGO_BYTES_MAX:
        raise LogoInvalid(size=len(image))
    return known


def readable_on(colour: str) -> str:
    """Black or white, whichever stands out more on this colour (WCAG 2.2 contrast)."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#000000" if (luminance + 0.05) ** 2 > 1.05 * 0.05 else "#ffffff"


def _linear(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - WCAG's constants
