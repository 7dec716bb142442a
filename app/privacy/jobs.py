"""What leaving leaves to the worker, since the sign-in service may be away."""

from app.identity.service.provider import Provider
from app.plumbing import jobs
from app.plumbing.db import Database
from app.privacy import service


@jobs.of_platform("privacy.remove_people", every="*/10 * * * *")
async def remove_people(database: Database, *, provider: Provider) -> None:
    """Enqueued when somebody leaves; the schedule comes back to those for whom that failed."""
    await service.remove_people(database.platform, database.tenant, provider)
