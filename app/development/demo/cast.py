"""Who plays in the demo: people who sign in, and invented ones who never do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_DNS, UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

from app.development.seed import DEMO, HARBOUR
from app.identity.rules.players import TERMS_VERSION, Joining, Profile
from app.identity.service import players
from app.plumbing.vault import Vault
from app.tenants.rules import Community

INVENTED = {
    DEMO.id: (
        "Odalys", "Brannock", "Tindra", "Mirek", "Sunniva", "Okello", "Pernille", "Caspian",
        "Ilse", "Rurik", "Wanjiru", "Fenwick", "Marisol", "Tobiah", "Zelda B", "Quill",
    ),
    HARBOUR.id: (
        "Anchor Ann", "Bilge", "Captain Moss", "Dinghy", "Eddy", "Foghorn", "Gull", "Hake",
    ),
}  # fmt: skip
BOTS = frozenset({"Quill", "Hake"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """A community's players in the demo; those who sign in come first and bet but once."""

    signing_in: Sequence[UUID]
    invented: Sequence[UUID]
    bots: frozenset[UUID]


async def gather(
    tx: AsyncConnection,
    vault: Vault,
    community: Community,
    *,
    subjects: Collection[str],
    now: datetime,
) -> Cast:
    """Let the invented players in, and find those of `subjects` who have joined."""
    invented = {}
    for name in INVENTED[community.id]:
        subject = str(uuid5(NAMESPACE_DNS, f"{name}.{community.subdomain}.invented.example"))
        if not await _find(tx, subject):
            await players.let_in(
                tx,
                vault,
                _joining(name, community),
                subject=subject,
                email=None,
                community=community,
                now=now,
            )
        if player_id := await _find(tx, subject):
            invented[name] = player_id
    known = [await _find(tx, subject) for subject in sorted(subjects)]
    return Cast(
        signing_in=[player_id for player_id in known if player_id],
        invented=list(invented.values()),
        bots=frozenset(invented[name] for name in BOTS & invented.keys()),
    )


async def _find(tx: AsyncConnection, subject: str) -> UUID | None:
    player = await players.find_asking_player(tx, subject)
    return player.player_id if player else None


def _joining(name: str, community: Community) -> Joining:
    settings = community.settings
    profile = Profile(display_name=name, time_zone=settings.time_zone, locale=settings.locale)
    return Joining(profile=profile, born_on=date(1985, 5, 5), terms_version=TERMS_VERSION)
