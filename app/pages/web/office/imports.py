"""Events from a file: first shown, then done exactly as shown."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import Annotated, Any

from litestar import Controller, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, QueryParameter
from litestar.response import Redirect, Template

from app.catalogue import service as catalogue
from app.catalogue.rules.importing.files import DEFAULT_SPORT, read_file
from app.catalogue.rules.importing.plans import Action, Change, Difference
from app.catalogue.rules.importing.wanted import FILE_BYTES_MAX, Reading
from app.pages.rules.wording import ACTIONS
from app.pages.web.acting import tried
from app.pages.web.office.asking import DEPENDENCIES, CurrentDesk, Desk, Typed, back, page
from app.plumbing.access import admins
from app.plumbing.forms import ByField
from app.plumbing.languages import sentence
from app.plumbing.refusals import Refusal

FILE_WANTED = sentence("Choose a file.")
CHANGES_SHOWN = 200
# As base64 between the preview and its yes, with the other fields.
BODY_BYTES_MAX = 2 * FILE_BYTES_MAX
Count = Annotated[int | None, QueryParameter(ge=0)]
FilledIn = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)]


class ImportsController(Controller):
    path = "/admin/imports"
    guards = (admins,)
    dependencies = DEPENDENCIES

    @get()
    async def show(self, desk: CurrentDesk, added: Count = None, changed: Count = None) -> Template:
        context = {"difference": None, "added": added, "changed": changed}
        return page("imports", desk, context, form=_empty(desk))

    @post(request_max_body_size=BODY_BYTES_MAX)
    async def preview(self, data: FilledIn, desk: CurrentDesk) -> Template:
        """What the file would change.  It comes along for the yes, since nothing is kept."""
        upload = data.get("file")
        content = await upload.read() if isinstance(upload, UploadFile) else b""
        name = upload.filename if isinstance(upload, UploadFile) else ""
        form = _form(data)
        if not content:
            form.complain("file", FILE_WANTED)
            return _page(desk, form)
        reading, refusal = _read(form, content, name)
        if reading is None:
            return _page(desk, form, refusal=refusal)
        difference, refusal = await tried(
            desk.tx, catalogue.preview_import(desk.tx, reading, owner=desk.owner)
        )
        form.values |= {"name": name, "content": b64encode(content).decode()}
        return _page(desk, form, refusal=refusal, difference=difference)

    @post("/apply", request_max_body_size=BODY_BYTES_MAX)
    async def apply(self, data: FilledIn, desk: CurrentDesk) -> Template | Redirect:
        form = _form(data)
        try:
            content = b64decode(form.values["content"], validate=True)
        except NotBase64:
            content = b""
        reading, refusal = _read(form, content, form.values["name"])
        if reading is None:
            return _page(desk, form, refusal=refusal)
        done, refusal = await tried(
            desk.tx,
            catalogue.apply_import(
                desk.tx, reading, digest=form.values["digest"], owner=desk.owner, by=desk.actor
            ),
        )
        if done is None:
            return _page(desk, form, refusal=refusal)
        counts = done.counts
        marks = f"added={counts[Action.ADDED]}&changed={counts[Action.CHANGED]}"
        return back(desk, "/admin/imports", marks)


def _form(data: dict[str, Any]) -> Typed:
    return Typed(ByField({name: str(each) for name, each in data.items() if isinstance(each, str)}))


def _empty(desk: Desk) -> Typed:
    return Typed(ByField({"sport": DEFAULT_SPORT, "zone": desk.zone.key}))


def _read(form: Typed, content: bytes, name: str) -> tuple[Reading | None, Refusal | None]:
    try:
        sport = form.values["sport"] or DEFAULT_SPORT
        return read_file(content, name=name, sport=sport, zone=form.values["zone"] or None), None
    except Refusal as no:
        return None, no


def _told(change: Change) -> list[tuple[str, object, object]]:
    """What differs, with what it was before; of somebody's seats, who they are."""
    return [
        (name.replace("_", " "), _plain(change.before.get(name)), _plain(after))
        for name, after in change.after.items()
        if name != "name" and after not in (None, [])
    ]


def _plain(value: object) -> object:
    if not isinstance(value, list | tuple):
        return value
    return ", ".join(str(each["slug"]) if isinstance(each, dict) else str(each) for each in value)


def _page(
    desk: Desk,
    form: Typed,
    *,
    refusal: Refusal | None = None,
    difference: Difference | None = None,
) -> Template:
    changes = difference.changes if difference else ()
    told = [each for each in changes if each.action is not Action.UNCHANGED]
    context = {
        "difference": difference,
        "counts": {action.value: n for action, n in difference.counts.items()}
        if difference
        else {},
        "changes": [(each, _told(each)) for each in told[:CHANGES_SHOWN]],
        "rest": max(0, len(told) - CHANGES_SHOWN),
        "actions": ACTIONS,
        "added": None,
        "changed": None,
    }
    return page("imports", desk, context, form=form, refusal=refusal)
