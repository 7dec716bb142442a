"""Where each sealed value belongs, so that none opens anywhere else.  Pure."""

from datetime import date
from uuid import UUID

import msgspec


class AgeAnswer(msgspec.Struct, frozen=True):
    """Who was too young, and from when on they may play."""

    subject: str
    until: date


def born_on_context(tenant_id: UUID, player_id: UUID) -> str:
    return f"player.born_on:{tenant_id}:{player_id}"


def email_context(tenant_id: UUID, player_id: UUID) -> str:
    return f"player.email:{tenant_id}:{player_id}"


def email_index_context(tenant_id: UUID) -> str:
    return f"player.email:{tenant_id}"


def invitation_context(tenant_id: UUID, invitation_id: UUID) -> str:
    return f"invitation.email:{tenant_id}:{invitation_id}"


def answer_context(tenant_id: UUID, answer_id: UUID) -> str:
    return f"too_young.answer:{tenant_id}:{answer_id}"


def answer_index_context(tenant_id: UUID) -> str:
    return f"too_young.subject:{tenant_id}"
