"""Fields that several forms have."""

from typing import Annotated

from msgspec import Meta

from app.plumbing.forms import REASON_LENGTH_MAX, Reason, ReasonForm

__all__ = ["REASON_LENGTH_MAX", "Email", "Reason", "ReasonForm"]

Email = Annotated[
    str,
    Meta(
        max_length=254,
        pattern=r"^[^@\s]+@[^@\s]+$",
        description="Give an e-mail address.",
    ),
]
