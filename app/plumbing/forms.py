"""Forms that people fill in: each complaint beside its field, nothing typed is lost."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin

import msgspec
from litestar import Request

from app.plumbing.refusals import Invalid, Refusal

S = TypeVar("S", bound=msgspec.Struct)
REASON_LENGTH_MAX = 500
Reason = Annotated[
    str,
    msgspec.Meta(
        min_length=1,
        max_length=REASON_LENGTH_MAX,
        description="Say why.",
        examples=["Agreed at the meeting of 5 June."],
    ),
]


class ReasonForm(msgspec.Struct, frozen=True):
    """Whoever changes what others have says why, and the audit record keeps it."""

    reason: Reason


class UnknownFields(Invalid):
    """This form has fields that we do not know."""


class FormIncomplete(Invalid):
    """Something in this form is missing or too long."""


class ByField(dict[str, str]):
    """Nothing where a field has nothing: whoever sends half a form gets its page again."""

    def __missing__(self, field: str) -> str:
        return ""


class Form(Generic[S]):
    """What was typed (`values`), what is wrong with it (`errors`), and its meaning (`read`)."""

    def __init__(self, kind: type[S], values: Mapping[str, str] | None = None) -> None:
        self._kind = kind
        self.values = ByField(values or {})
        self.errors = ByField()

    @classmethod
    async def sent(cls, request: Request[Any, Any, Any], kind: type[S]) -> "Form[S]":
        data = await request.form()
        # The session's own field was read before us, but a form without a session may have it, too.
        known = {field.name for field in msgspec.structs.fields(kind)} | {"csrf"}
        if unknown := sorted(set(data) - known):
            raise UnknownFields(fields=unknown)
        return cls(kind, {k: str(v).strip() for k, v in data.items() if k != "csrf"})

    def read(self) -> S | None:
        """The form's meaning, or None with `errors` filled."""
        values = dict(self._values())
        return None if self.errors else self._kind(**values)

    def complain(self, field: str, message: str) -> None:
        self.errors[field] = message

    def must_read(self) -> S:
        """For forms of one field, which have no page of their own to complain on."""
        meaning = self.read()
        if meaning is None:
            raise FormIncomplete(errors=self.errors)
        return meaning

    def complain_all(self, refusal: Refusal) -> None:
        """Spread a refusal's `errors` over the fields they belong to."""
        errors = refusal.facts.get("errors", {})
        if isinstance(errors, Mapping):
            self.errors |= errors

    def _values(self) -> Iterator[tuple[str, object]]:
        for field in msgspec.structs.fields(self._kind):
            text = self.values.get(field.name, "")
            if text == "" and not field.required:
                continue
            try:
                yield field.name, msgspec.convert(text, field.type, strict=False)
            except msgspec.ValidationError as error:
                self.complain(field.name, _advice(field.type) or str(error))


def _advice(kind: Any) -> str | None:  # noqa: ANN401 - any annotation
    """What a field's `Meta(description=…)` asks for is what to say when it is wrong."""
    if get_origin(kind) is Annotated:
        for part in get_args(kind)[1:]:
            if isinstance(part, msgspec.Meta) and part.description:
                return part.description
    return None
