"""How events ended: read, and entered."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, JSONBody

from app.catalogue import service as catalogue
from app.plumbing import etags
from app.plumbing.access import Role, role_holders, scorers
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Number, Page, key_of, page_of
from app.plumbing.web import CurrentActor, Owner, OwnerTx, Reading
from app.settlement.api.shapes import ResultIn, ResultOut, RulingOut
from app.settlement.service import entering


class ResultsApi(Controller):
    path = "/api/sports/{sport:str}/events"

    @get("/{event:str}/results", guards=[role_holders])
    async def results(
        self,
        request: Request[Any, Any, Any],
        sport: FromPath[str],
        event: FromPath[str],
        reading: Reading,
        actor: CurrentActor,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[Page[ResultOut]]:
        """All versions of an event's result, the newest first."""
        everything = actor.may(Role.ADMIN, Role.SUPERADMIN)
        of = await catalogue.get_sport(reading, sport, everything=everything)
        found = await catalogue.get_event(reading, of, event, everything=everything)
        rows = await entering.list_results(
            reading, found, before=key_of(after, Number), limit=limit + 1
        )
        page = page_of(
            rows, limit, key=lambda row: row[0].version, show=lambda row: ResultOut.of(*row)
        )
        return etags.answer(request, page)

    @post("/{event:str}/results", guards=[scorers])
    async def enter(
        self,
        sport: FromPath[str],
        event: FromPath[str],
        data: JSONBody[ResultIn],
        owner: Owner,
        owner_tx: OwnerTx,
        actor: CurrentActor,
    ) -> RulingOut:
        """Enter a result, or correct one.  It counts once it is confirmed.

        What can hardly be true is saved only with `anyway_because`.  Of two who enter different
        results at once, the second is shown the first's.
        """
        of = await catalogue.get_sport(owner_tx, sport)
        ruling = await entering.enter_result(
            owner_tx, of, event, data.entry(), owner=owner, by=actor
        )
        return RulingOut.of(ruling)
