"""The way out of a mail: a page for people, one request for their mail programs (RFC 8058).

Whoever holds the mail holds the link, and all it can do is to switch this kind of mail off.
"""

from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Template

from app.notifications.rules.kinds import NAMES, Kind
from app.notifications.service import choosing
from app.notifications.service.links import check_link
from app.plumbing.access import anyone
from app.plumbing.web import CurrentVault, Provided, Tx
from app.tenants.rules import Community


class UnsubscribeController(Controller):
    path = "/unsubscribe/{kind:str}/{player_id:uuid}/{signature:str}"
    guards = (anyone,)
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - Litestar's name and type

    @get()
    async def ask(
        self,
        vault: CurrentVault,
        community: Provided[Community],
        kind: FromPath[str],
        player_id: FromPath[UUID],
        signature: FromPath[str],
    ) -> Template:
        """Mail programs follow links to look at them, so a link alone switches nothing off."""
        return _page(check_link(vault, community.id, player_id, kind, signature), done=False)

    @post(status_code=200)
    async def unsubscribe(
        self,
        tx: Tx,
        vault: CurrentVault,
        community: Provided[Community],
        kind: FromPath[str],
        player_id: FromPath[UUID],
        signature: FromPath[str],
    ) -> Template:
        named = check_link(vault, community.id, player_id, kind, signature)
        await choosing.unsubscribe(tx, player_id, named)
        return _page(named, done=True)


def _page(kind: Kind, *, done: bool) -> Template:
    return Template("notifications/unsubscribe.html", context={"kind": NAMES[kind], "done": done})
