"""The communities that `make run` begins with, and points of a player to look at."""

from uuid import UUID

from app.development.seed import BY, DEMO, seed
from app.ledger import service as ledger
from app.ledger.rules.adjustments import Adjustment
from app.ledger.rules.grants import Grant
from app.plumbing.access import Actor, Role, Via
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from app.plumbing.points import Points
from app.plumbing.settings import Settings
from app.tenants import service as tenants
from app.tenants.rules import Community, CommunitySettings, Status

BANK = UUID("00000000-0000-7000-8000-00000000ba2c")
PLAYER = UUID("00000000-0000-7000-8000-0000000000a1")
NEWCOMER = UUID("00000000-0000-7000-8000-0000000000b2")
ADMIN = Actor(
    tenant_id=DEMO.id,
    subject="esi@pointsbook.example",
    roles=frozenset({Role.ADMIN}),
    via=Via.SESSION,
    address="127.0.0.1",
)

RESTING = Community(
    id=UUID("00000000-0000-7000-8000-0000000000c3"),
    subdomain="resting",
    name="Winter League",
    status=Status.ACTIVE,
    settings=CommunitySettings(),
    settings_version=1,
)


async def furnish(settings: Settings) -> None:
    await seed(settings)
    database = Database(settings)
    try:
        async with database.tenant(DEMO.id) as tx:
            await ledger.open_bank(tx, BANK)
            for owner in (PLAYER, NEWCOMER):
                await ledger.open_accounts(tx, owner, bank=BANK)
            grant = Grant(id=new_id(), owner=PLAYER, points=Points(500), reason="Season's start")
            await ledger.grant(tx, grant, by=ADMIN)
            for points, reason in ((-30, "Bet slip counted twice"), (2_500, "Prize of the cup")):
                wanted = Adjustment(id=new_id(), owner=PLAYER, points=points, reason=reason)
                await ledger.adjust(tx, wanted, by=ADMIN)
        async with database.tenant(RESTING.id) as tx:
            await tenants.found_community(tx, RESTING, hosts=["resting.localhost"], by=BY)
            await tenants.set_status(
                tx, RESTING.id, Status.SUSPENDED, by=BY, reason="until the season begins"
            )
    finally:
        await database.close()
