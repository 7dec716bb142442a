"""Pages for people."""

from app.pages.rules import places
from app.pages.web.filters import FILTERS
from app.pages.web.home import home, me, platform
from app.pages.web.office import CONTROLLERS as OFFICE

CONTROLLERS = (
    home,
    me,
    platform,
    *OFFICE,
)
GLOBALS = {"main_places": places.main_places, "is_here": places.is_here}

__all__ = ["CONTROLLERS", "FILTERS", "GLOBALS"]
