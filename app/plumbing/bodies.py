"""JSON bodies, read strictly: "50" is not 50.  Litestar itself would take one for the other."""

from typing import Any

import msgspec
from litestar import Request
from litestar.exceptions import SerializationException, ValidationException


class StrictRequest(Request[Any, Any, Any]):
    async def json(self) -> Any:  # noqa: ANN401 - whatever type the handler asks for
        """The body in the very type of the handler's `data`, in one pass over the bytes."""
        data = self.route_handler.parsed_fn_signature.parameters.get("data")
        try:
            return msgspec.json.decode(
                await self.body() or b"null", type=data.annotation if data else Any
            )
        except msgspec.ValidationError as error:
            message, _, path = str(error).partition(" - at `$")
            where = path.strip(".`")
            raise ValidationException(extra=[{"key": where, "message": message}]) from error
        except msgspec.DecodeError as error:
            raise SerializationException(str(error)) from error
