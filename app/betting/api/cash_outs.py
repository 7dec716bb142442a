"""Offers to cash out, and answers to them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from app.betting.rules.ending import CashOutOffer, LegVersions, Versions
from app.plumbing.points import POINTS_MAX

Version = Annotated[int, Meta(ge=0, le=2**63 - 1, examples=[1])]


class LegVersionsIn(Struct, frozen=True, forbid_unknown_fields=True):
    """By which odds a selection counted."""

    selection_id: UUID
    odds_version: Version
    multiplier_version: Version


class CashOutOut(Struct, frozen=True, kw_only=True):
    """Send `points` and `versions` back to accept, before `expires_at` and before the odds move.

    `versions` are those of the legs that are still open; a decided one counts by what became of it.
    """

    points: int
    versions: list[LegVersions]
    offered_at: datetime
    expires_at: datetime

    @classmethod
    def of(cls, offer: CashOutOffer) -> "CashOutOut":
        return cls(
            points=offer.points,
            versions=offer.named_versions,
            offered_at=offer.offered_at,
            expires_at=offer.expires_at,
        )


class CashOutIn(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The offer that is accepted."""

    points: Annotated[int, Meta(ge=0, le=POINTS_MAX, examples=[55])]
    versions: Annotated[list[LegVersionsIn], Meta(min_length=1, max_length=20)]

    def as_versions(self) -> Versions:
        return {
            leg.selection_id: (leg.odds_version, leg.multiplier_version) for leg in self.versions
        }
