"""Programs that follow and bet over one connection."""

from app.live.api.described import HANDLERS as DESCRIBED
from app.live.api.socket import converse

HANDLERS = (converse, *DESCRIBED)

__all__ = ["HANDLERS"]
