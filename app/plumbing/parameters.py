"""Parameters that nobody asks for are refused: with a typo in its filter, a list would show all."""

from functools import cache
from typing import Any, cast

from litestar import Request
from litestar.handlers import BaseRouteHandler
from litestar.types.internal_types import PathParameterDefinition

from app.plumbing.refusals import Invalid

PREFIX = "/api/"


class UnknownParameter(Invalid):
    """This address takes no parameter of this name."""


async def check_parameters(request: Request[Any, Any, Any]) -> None:
    """Before any handler of the API, but after its guards."""
    if not request.scope["query_string"] or not request.scope["path"].startswith(PREFIX):
        return
    known = _names_of(request.scope["route_handler"], tuple(request.scope["path_params"]))
    if unknown := sorted(request.query_params.keys() - known):
        raise UnknownParameter(
            errors=[{"path": name, "message": "There is no such parameter"} for name in unknown],
            known=sorted(known),
        )


@cache
def _names_of(handler: BaseRouteHandler, in_path: tuple[str, ...]) -> frozenset[str]:
    """What the handler and its dependencies ask for, named as in the address."""
    # Litestar looks at their names alone.
    in_path_only = cast("dict[str, PathParameterDefinition]", dict.fromkeys(in_path))
    asked = handler.create_kwargs_model(path_parameters=in_path_only).expected_query_params
    return frozenset(parameter.field_alias for parameter in asked)
