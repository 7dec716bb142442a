"""Fields that several forms have."""

from typing import Annotated

from msgspec import Meta, Struct

Reason = Annotated[str, Meta(min_length=1, max_length=500, description="Say why.")]
Email = Annotated[
    str,
    Meta(
        max_length=254,
        pattern=r"^[^@\s]+@[^@\s]+$",
        description="Give an e-mail address.",
    ),
]


class ReasonForm(Struct, frozen=True):
    reason: Reason
