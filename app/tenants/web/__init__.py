"""Communities over HTTP."""

from app.tenants.web.branding import BrandingController
from app.tenants.web.finding import FindCommunity, provide_community
from app.tenants.web.platform import PlatformController
from app.tenants.web.settings import CommunityController

CONTROLLERS = (PlatformController, CommunityController, BrandingController)

__all__ = ["CONTROLLERS", "FindCommunity", "provide_community"]
