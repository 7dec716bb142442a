"""What people are told about, and where they want to have it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.plumbing.languages import sentence
from app.plumbing.refusals import Missing


class NoSuchNotification(Missing):
    """There is no such notification."""


class Channel(StrEnum):
    PAGE = "page"
    MAIL = "mail"


class Kind(StrEnum):
    """What players choose by; a kind has one topic or several."""

    BETS = "bets"
    CORRECTIONS = "corrections"
    LOCKS = "locks"
    INVITATIONS = "invitations"
    POINTS = "points"
    LIMITS = "limits"
    SEASONS = "seasons"
    ANNOUNCEMENTS = "announcements"
    SECURITY = "security"


NAMES: Mapping[Kind, str] = {
    Kind.BETS: sentence("Bets settled"),
    Kind.CORRECTIONS: sentence("Results corrected"),
    Kind.LOCKS: sentence("Predictions still open before the lock"),
    Kind.INVITATIONS: sentence("Invitations"),
    Kind.POINTS: sentence("Points granted or refused"),
    Kind.LIMITS: sentence("Limits reached"),
    Kind.SEASONS: sentence("Seasons ended, and prizes"),
    Kind.ANNOUNCEMENTS: sentence("Changes of a competition"),
    Kind.SECURITY: sentence("Safety of your account"),
}
# What comes every day is read on the page; nobody should have to switch off what they never asked.
USUALLY_MAILED = frozenset(Kind) - {Kind.BETS, Kind.ANNOUNCEMENTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A kind of message, where its reader can look, and the drawing beside it."""

    kind: Kind
    icon: str
    path: str = "/notifications"


TOPICS: Mapping[str, Topic] = {
    "bets.settled": Topic(kind=Kind.BETS, icon="ticket", path="/bets"),
    "bets.corrected": Topic(kind=Kind.CORRECTIONS, icon="undo-2", path="/bets"),
    "predictions.open": Topic(
        kind=Kind.LOCKS, icon="clock", path="/competitions/{competition_id}/predictions"
    ),
    "competition.invitation": Topic(
        kind=Kind.INVITATIONS, icon="user-plus", path="/competitions/{competition_id}"
    ),
    "competition.announced": Topic(
        kind=Kind.ANNOUNCEMENTS, icon="megaphone", path="/competitions/{competition_id}"
    ),
    "points.granted": Topic(kind=Kind.POINTS, icon="coins", path="/points"),
    "points.taken": Topic(kind=Kind.POINTS, icon="coins", path="/points"),
    "points.refused": Topic(kind=Kind.POINTS, icon="coins", path="/points"),
    "limits.reached": Topic(kind=Kind.LIMITS, icon="shield", path="/limits"),
    "season.ended": Topic(
        kind=Kind.SEASONS, icon="trophy", path="/competitions/{competition_id}/leaderboard"
    ),
    "security.sign_in": Topic(kind=Kind.SECURITY, icon="lock", path="/auth/sessions"),
    "security.key_made": Topic(kind=Kind.SECURITY, icon="key", path="/profile/keys"),
    "security.roles_changed": Topic(kind=Kind.SECURITY, icon="shield", path="/me"),
}


def usual(kind: Kind, channel: Channel) -> bool:
    """What a player gets who chose nothing."""
    return channel is Channel.PAGE or kind in USUALLY_MAILED


def may_choose(kind: Kind) -> bool:
    """Whoever takes over an account must not be able to do it unseen."""
    return kind is not Kind.SECURITY


def path_of(topic: str, body: Mapping[str, Any]) -> str:
    """Where a message leads."""
    return TOPICS[topic].path.format_map(body)
