"""What a community is and how it may be set up."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from app.plumbing.refusals import Conflict, Missing

# Shared sports, events and odds belong to this community.  Nobody plays in it.
PLATFORM_ID = UUID("00000000-0000-7000-8000-000000000000")


class NoSuchCommunity(Missing):
    """There is no community at this address."""


class CommunitySuspended(Conflict):
    """This community is taking a break.  Nothing is lost; please come back later."""


class Status(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunitySettings:
    """The validated settings document, kept as JSON."""

    locale: str = "en"
    time_zone: str = "UTC"
    primary_colour: str = "#1f6f54"
    accent_colour: str = "#e2a400"
    logo: str | None = None
    minimum_age: int = 18
    features: frozenset[str] = field(default_factory=frozenset)
    adjustment_threshold: int = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    id: UUID
    subdomain: str
    name: str
    status: Status
    settings: CommunitySettings
    settings_version: int
