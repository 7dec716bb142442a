"""Links in mails that switch a kind of mail off, without signing in."""

from uuid import UUID

from app.notifications.rules.kinds import Kind
from app.notifications.rules.letters import LinkNotOurs
from app.plumbing.vault import Vault


def unsubscribe_path(vault: Vault, tenant_id: UUID, player_id: UUID, kind: Kind) -> str:
    signature = vault.blind_index(_signed(player_id, kind), _context(tenant_id)).hex()
    return f"/unsubscribe/{kind}/{player_id}/{signature}"


def check_link(vault: Vault, tenant_id: UUID, player_id: UUID, kind: str, signature: str) -> Kind:
    """The kind that a link of ours is about.  Links outlive the newest key, not the oldest."""
    good = vault.blind_indexes(_signed(player_id, kind), _context(tenant_id))
    if signature not in {index.hex() for index in good} or kind not in set(Kind):
        raise LinkNotOurs
    return Kind(kind)


def _signed(player_id: UUID, kind: str) -> str:
    return f"{player_id} {kind}"


def _context(tenant_id: UUID) -> str:
    return f"unsubscribe:{tenant_id}"
