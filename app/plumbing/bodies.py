"""Bodies: JSON is read strictly, since "50" is not 50; forms are forgotten once they are read."""

import re
from typing import Any

import msgspec
from litestar import Request
from litestar._parsers import parse_url_encoded_form_data
from litestar.datastructures import FormMultiDict
from litestar.enums import RequestEncodingType
from litestar.exceptions import SerializationException, ValidationException
from litestar.types import Empty
from litestar.utils.scope.state import ScopeState

MISSING = re.compile(r"missing required field `(\w+)`$")


class StrictRequest(Request[Any, Any, Any]):
    async def form(self) -> FormMultiDict:
        """The form.  Litestar alone would keep the last thousand, personal data included."""
        state = ScopeState.from_scope(self.scope)
        if state.form is Empty and self.content_type[0] == RequestEncodingType.URL_ENCODED:
            state.form = {**parse_url_encoded_form_data.__wrapped__(await self.body())}
        return await super().form()

    async def json(self) -> Any:  # noqa: ANN401 - whatever type the handler asks for
        """The body in the very type of the handler's `data`, in one pass over the bytes."""
        data = self.route_handler.parsed_fn_signature.parameters.get("data")
        try:
            return msgspec.json.decode(
                await self.body() or b"null", type=data.annotation if data else Any
            )
        except msgspec.ValidationError as error:
            raise ValidationException(extra=[_mistake(error)]) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise SerializationException(str(error)) from error
        except RecursionError as error:
            message = "JSON is nested too deeply"
            raise SerializationException(message) from error


def _mistake(error: msgspec.ValidationError) -> dict[str, str]:
    """What is wrong and where.  What is missing is nowhere to msgspec, but has a name."""
    message, _, path = str(error).partition(" - at `$")
    where = path.strip(".`")
    if named := MISSING.search(message):
        where = f"{where}.{named[1]}".strip(".")
    return {"key": where, "message": message}
