"""Fields that several forms of communities have."""

from typing import Annotated

from msgspec import Meta

Name = Annotated[
    str, Meta(min_length=1, max_length=80, description="Give a name of 1 to 80 signs.")
]
Count = Annotated[int, Meta(ge=1, le=10**9, description="Give a whole number, 1 or more.")]
