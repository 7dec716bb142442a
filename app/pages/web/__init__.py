"""Pages for people."""

from app.pages.rules import places
from app.pages.web.filters import FILTERS
from app.pages.web.home import admin, home, me, platform

CONTROLLERS = (home, me, admin, platform)
GLOBALS = {"main_places": places.main_places, "is_here": places.is_here}

__all__ = ["CONTROLLERS", "FILTERS", "GLOBALS"]
