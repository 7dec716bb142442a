"""The document of the API, and pages that show it without a script."""

from functools import lru_cache
from typing import Any

import msgspec
from litestar import Litestar, Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from app.plumbing import etags
from app.plumbing.access import anyone
from app.plumbing.openapi.document import document_of
from app.plumbing.openapi.general import DESCRIPTION
from app.plumbing.openapi.page import Feature, Reader
from app.plumbing.refusals import Missing
from app.plumbing.web import CurrentSettings


class NoSuchChapter(Missing):
    """There is no part of the API of this name."""


# In a thread, since the first to ask have it made.
@get("/api/openapi.json", guards=[anyone], include_in_schema=False, sync_to_thread=True)
def show_document(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """The whole API, as OpenAPI 3.1."""
    return etags.answer(request, _made(request.app))


@get("/api/docs", guards=[anyone], include_in_schema=False, sync_to_thread=True)
def show_features(request: Request[Any, Any, Any], settings: CurrentSettings) -> Template:
    """What the API can do."""
    context = {"features": _features(request, settings), "paragraphs": DESCRIPTION.split("\n\n")}
    return Template("api/index.html", context=context)


@get("/api/docs/{slug:str}", guards=[anyone], include_in_schema=False, sync_to_thread=True)
def show_feature(
    request: Request[Any, Any, Any], slug: FromPath[str], settings: CurrentSettings
) -> Template:
    """All about one part of the API."""
    features = {feature.slug: feature for feature in _features(request, settings)}
    if slug not in features:
        raise NoSuchChapter(slug=slug)
    context = {"feature": features[slug], "features": features.values()}
    return Template("api/feature.html", context=context)


def _features(request: Request[Any, Any, Any], settings: CurrentSettings) -> list[Feature]:
    scheme = "https" if settings.https else "http"
    address = f"{scheme}://{request.headers['host']}"
    return Reader(_made(request.app), address).features()


@lru_cache(maxsize=1)
def _made(app: Litestar) -> dict[str, Any]:
    made: dict[str, Any] = msgspec.to_builtins(document_of(app))
    return made


HANDLERS = (show_document, show_features, show_feature)
