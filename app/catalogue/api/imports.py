"""Importing a file: what it would change, then exactly that."""

from collections.abc import Mapping
from typing import Annotated, Any

from litestar import Controller, Request, post
from litestar.params import QueryParameter
from msgspec import Meta, Struct

from app.catalogue import service
from app.catalogue.rules.importing.files import DEFAULT_SPORT, FILE_NAME_LENGTH_MAX, read_file
from app.catalogue.rules.importing.plans import Action, Difference
from app.catalogue.rules.importing.wanted import FILE_BYTES_MAX
from app.plumbing.access import admins
from app.plumbing.web import CurrentActor, Owner, OwnerTx

FileName = Annotated[
    str,
    QueryParameter(
        max_length=FILE_NAME_LENGTH_MAX,
        description="The file's name; .csv and .json say what is in it.",
    ),
]
Sport = Annotated[str, QueryParameter(max_length=60, description="What a JSON file is about.")]
ZoneName = Annotated[
    str | None,
    QueryParameter(name="zone", max_length=60, description="The zone of times that name none."),
]
Digest = Annotated[
    str, QueryParameter(max_length=64, description="The digest of the preview that you saw.")
]

FILES = {
    "text/csv": (
        "sport,participants,starts,zone,locks\n"
        "football,Ghana; Mali,2030-06-11 13:00,Africa/Accra,\n"
    ),
}


class ChangeOut(Struct, frozen=True):
    """One thing of the file; `before` and `after` hold what differs."""

    kind: str
    sport: str
    slug: str
    action: Action
    before: Mapping[str, object]
    after: Mapping[str, object]


class ImportOut(Struct, frozen=True):
    """What a file changes.  `digest` names exactly this; send it to have it done."""

    digest: Annotated[str, Meta(description="Equal while the file would do the same.")]
    added: int
    changed: int
    unchanged: int
    changes: list[ChangeOut]

    @classmethod
    def of(cls, difference: Difference, digest: str) -> "ImportOut":
        counts = difference.counts
        return cls(
            digest=digest,
            added=counts[Action.ADDED],
            changed=counts[Action.CHANGED],
            unchanged=counts[Action.UNCHANGED],
            changes=[
                ChangeOut(
                    kind=each.kind,
                    sport=each.sport,
                    slug=each.slug,
                    action=each.action,
                    before=each.before,
                    after=each.after,
                )
                for each in difference.changes
            ],
        )


class ImportsApi(Controller):
    path = "/api/catalogue/imports"
    guards = (admins,)

    @post("/preview", status_code=200, request_max_body_size=FILE_BYTES_MAX, opt={"file": FILES})
    async def preview(
        self,
        request: Request[Any, Any, Any],
        name: FileName,
        owner: Owner,
        owner_tx: OwnerTx,
        sport: Sport = DEFAULT_SPORT,
        zone_name: ZoneName = None,
    ) -> ImportOut:
        """Send a file as the body, and learn what it would change.  Nothing is changed."""
        told = read_file(await request.body(), name=name, sport=sport, zone=zone_name)
        difference = await service.preview_import(owner_tx, told, owner=owner)
        return ImportOut.of(difference, difference.digest)

    @post(request_max_body_size=FILE_BYTES_MAX, opt={"file": FILES})
    async def apply(
        self,
        request: Request[Any, Any, Any],
        name: FileName,
        digest: Digest,
        owner: Owner,
        owner_tx: OwnerTx,
        actor: CurrentActor,
        sport: Sport = DEFAULT_SPORT,
        zone_name: ZoneName = None,
    ) -> ImportOut:
        """Send the file again with the digest of its preview: all of that is done, or nothing.

        Sent again, it changes nothing more and is answered as the first time.
        """
        told = read_file(await request.body(), name=name, sport=sport, zone=zone_name)
        done = await service.apply_import(owner_tx, told, digest=digest, owner=owner, by=actor)
        return ImportOut.of(done, digest)
