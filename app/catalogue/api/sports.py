"""Sports for programs."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from app.catalogue import service
from app.catalogue.api.asking import Hidden, check_may_see, sees_everything
from app.catalogue.rules.sports import Scheme, Sport
from app.plumbing import etags
from app.plumbing.access import admins, role_holders
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Page, key_of, page_of
from app.plumbing.web import CurrentActor, Now, Owner, OwnerTx, Reading, Tx
from app.tenants.rules import PLATFORM_ID

Slug = Annotated[
    str,
    Meta(max_length=200, description="What addresses and files name it by.", examples=["football"]),
]
Name = Annotated[str, Meta(max_length=200, description="What people read.", examples=["Football"])]


class SportIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A new sport.  Its scheme says how results are told, and stays once it has events."""

    slug: Slug
    name: Name
    scheme: Scheme


class SportChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What a sport shall be.  Nobody sees an archived one any more; nothing of it is lost."""

    name: Name
    scheme: Scheme
    archived: bool = False


class SportConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """What this community makes of a sport."""

    hidden: bool


class SportOut(Struct, frozen=True):
    """A sport.  `shared`: it belongs to the platform; `hidden`: from this community."""

    id: UUID
    slug: str
    name: str
    scheme: Scheme
    shared: bool
    hidden: bool
    archived_at: datetime | None

    @classmethod
    def of(cls, sport: Sport) -> "SportOut":
        return cls(
            id=sport.id,
            slug=sport.slug,
            name=sport.name,
            scheme=sport.scheme,
            shared=sport.tenant_id == PLATFORM_ID,
            hidden=sport.hidden,
            archived_at=sport.archived_at,
        )


class SportsApi(Controller):
    path = "/api/sports"

    @get(guards=[role_holders])
    async def sports(
        self,
        request: Request[Any, Any, Any],
        reading: Reading,
        actor: CurrentActor,
        hidden: Hidden = False,  # noqa: FBT002 - a query parameter
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[Page[SportOut]]:
        """The sports that are played here, by slug."""
        check_may_see(actor, hidden=hidden)
        sports = await service.list_sports(
            reading, everything=hidden, after=key_of(after, tuple[str, UUID]), limit=limit + 1
        )
        page = page_of(sports, limit, key=lambda sport: (sport.slug, sport.id), show=SportOut.of)
        return etags.answer(request, page)

    @get("/{sport:str}", guards=[role_holders])
    async def sport(
        self,
        request: Request[Any, Any, Any],
        sport: FromPath[str],
        reading: Reading,
        actor: CurrentActor,
    ) -> Response[SportOut]:
        """A sport by its slug or id."""
        found = await service.get_sport(reading, sport, everything=sees_everything(actor))
        return etags.answer(request, SportOut.of(found))

    @post(guards=[admins])
    async def add(
        self, data: JSONBody[SportIn], owner: Owner, owner_tx: OwnerTx, actor: CurrentActor
    ) -> SportOut:
        """Add a sport of this community, or with `shared` one of the platform."""
        sport = await service.add_sport(
            owner_tx, slug=data.slug, name=data.name, scheme=data.scheme, owner=owner, by=actor
        )
        return SportOut.of(sport)

    @put("/{sport:str}", guards=[admins])
    async def change(
        self,
        sport: FromPath[str],
        data: JSONBody[SportChange],
        owner: Owner,
        owner_tx: OwnerTx,
        actor: CurrentActor,
        now: Now,
    ) -> SportOut:
        """Rename, archive or bring back a sport."""
        changed = await service.change_sport(
            owner_tx,
            sport,
            name=data.name,
            scheme=data.scheme,
            archived=data.archived,
            owner=owner,
            by=actor,
            now=now,
        )
        return SportOut.of(changed)

    @put("/{sport:str}/config", guards=[admins])
    async def configure(
        self, sport: FromPath[str], data: JSONBody[SportConfig], tx: Tx, actor: CurrentActor
    ) -> SportOut:
        """Hide a sport from this community, or show it."""
        return SportOut.of(await service.hide_sport(tx, sport, hidden=data.hidden, by=actor))
