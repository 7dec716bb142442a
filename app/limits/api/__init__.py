"""What players may not pass, breaks from play, and reality checks."""

from app.limits.api.admin import LimitsAdminApi
from app.limits.api.players import LimitsApi

CONTROLLERS = (LimitsApi, LimitsAdminApi)

__all__ = ["CONTROLLERS"]
