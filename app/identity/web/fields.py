"""Fields that several forms have."""

from typing import Annotated

from msgspec import Meta

Email = Annotated[
    str,
    Meta(
        max_length=254,
        pattern=r"^[^@\s]+@[^@\s]+$",
        description="Give an e-mail address.",
    ),
]
