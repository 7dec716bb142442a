"""The bell, the list behind it, and what players want to find there."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from app.identity.rules.players import player_id_of
from app.identity.service import players as identity
from app.notifications.rules.kinds import NAMES, TOPICS, Channel, Kind, may_choose
from app.notifications.service import choosing
from app.notifications.service import reading as service
from app.plumbing.access import in_person, players
from app.plumbing.forms import Form
from app.plumbing.pages import After
from app.plumbing.web import CurrentActor, CurrentSettings, CurrentVault, Now, Reading, Tx


def _field(kind: Kind, channel: Channel) -> str:
    return f"{kind}_{channel}"


# A tick for each kind and channel; what is not ticked is not sent.
ChoiceForm = msgspec.defstruct(
    "ChoiceForm",
    [(_field(kind, channel), bool, False) for kind in Kind for channel in Channel],
    frozen=True,
)


class NotificationController(Controller):
    path = "/notifications"
    guards = (players, in_person)
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - Litestar's name and type

    @get()
    async def show(
        self, reading: Reading, actor: CurrentActor, now: Now, after: After = None
    ) -> Template:
        page = await service.list_page(reading, player_id_of(actor), after=after)
        drawings = {name: topic.icon for name, topic in TOPICS.items()}
        context = {"page": page, "drawings": drawings, "now": now}
        return Template("notifications/list.html", context=context)

    @get("/count")
    async def count(self, reading: Reading, actor: CurrentActor) -> Template:
        """A fragment of its own, so that no page waits for it."""
        unread = await service.count_unread(reading, player_id_of(actor))
        return Template("notifications/count.html", context={"unread": unread})

    @post("/{notification_id:uuid}/open")
    async def open_one(
        self, tx: Tx, actor: CurrentActor, notification_id: FromPath[UUID]
    ) -> Redirect:
        path = await service.open_one(tx, player_id_of(actor), notification_id)
        return Redirect(path, status_code=303)

    @post("/read")
    async def read_all(self, tx: Tx, actor: CurrentActor) -> Redirect:
        await service.read_all(tx, player_id_of(actor))
        return Redirect("/notifications", status_code=303)

    @get("/settings")
    async def show_settings(
        self,
        tx: Tx,
        vault: CurrentVault,
        actor: CurrentActor,
        settings: CurrentSettings,
        saved: FromQuery[bool] = False,  # noqa: FBT002 - a query parameter
    ) -> Template:
        wishes = await choosing.find_wishes(tx, player_id_of(actor))
        person = await identity.get_person(tx, vault, actor.subject)
        context = {
            "kinds": NAMES.items(),
            "channels": list(Channel),
            "wishes": wishes,
            "may_choose": may_choose,
            "email": person.email,
            "mailing": settings.mail_url is not None,
            "saved": saved,
        }
        return Template("notifications/settings.html", context=context)

    @post("/settings")
    async def save_settings(
        self, request: Request[Any, Any, Any], tx: Tx, actor: CurrentActor
    ) -> Redirect:
        chosen = (await Form.sent(request, ChoiceForm)).must_read()
        wishes = {
            (kind, channel): getattr(chosen, _field(kind, channel))
            for kind in Kind
            for channel in Channel
        }
        await choosing.choose(tx, player_id_of(actor), wishes)
        return Redirect("/notifications/settings?saved=true", status_code=303)
