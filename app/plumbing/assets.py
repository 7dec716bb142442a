"""What pages load besides themselves: built from `app/frontend`, named by what it holds."""

from dataclasses import dataclass
from functools import cache
from mimetypes import guess_type
from pathlib import Path

import msgspec
from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.params import FromPath

from app.plumbing.access import Actor, anyone
from app.plumbing.refusals import Missing

BUILT = Path(__file__).parent.parent / "static" / "built"
PLACE = "/assets"
# In the order in which we like to send them.
ENCODINGS = {"br": ".br", "gzip": ".gz"}
FOREVER = "public, max-age=31536000, immutable"


class NotBuilt(Exception):
    def __init__(self) -> None:
        super().__init__("The pages' scripts and styles are not built yet.  Run: make assets")


class NoSuchAsset(Missing):
    """There is no such file.  If the page is an old one, please load it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    kind: str
    # By the encoding's name; "" is the file as it is.
    contents: dict[str, bytes]


@cache
def _addresses() -> dict[str, str]:
    try:
        manifest = (BUILT / "manifest.json").read_bytes()
    except FileNotFoundError:
        raise NotBuilt from None
    names = msgspec.json.decode(manifest, type=dict[str, str])
    return {name: f"{PLACE}/{stored}" for name, stored in names.items()}


@cache
def _assets() -> dict[str, Asset]:
    stored = [Path(address).name for address in _addresses().values()]
    return {name: _read(name) for name in stored}


def _read(name: str) -> Asset:
    kind, _ = guess_type(name)
    stored = {"": BUILT / name} | {by: BUILT / f"{name}{end}" for by, end in ENCODINGS.items()}
    contents = {encoding: path.read_bytes() for encoding, path in stored.items()}
    return Asset(kind=kind or "application/octet-stream", contents=contents)


def address_of(name: str) -> str:
    """Where browsers find it, as `address_of("pages.css")`: an address for this content only."""
    return _addresses()[name]


@get(PLACE + "/{name:str}", guards=[anyone], opt={"any_host": True, "unlimited": True})
async def send_asset(
    request: Request[Actor | None, None, State], name: FromPath[str]
) -> Response[bytes]:
    asset = _assets().get(name)
    if asset is None:
        raise NoSuchAsset(name=name)
    accepted = request.headers.get("accept-encoding", "")
    encoding = next((each for each in ENCODINGS if each in accepted), "")
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(asset.contents[encoding], media_type=asset.kind, headers=headers)
