"""Communities over HTTP."""

from litestar.di import Provide

from app.tenants.web.branding import BrandingController
from app.tenants.web.finding import FindCommunity, provide_community
from app.tenants.web.owning import provide_owner, provide_owner_tx
from app.tenants.web.platform import PlatformController
from app.tenants.web.settings import CommunityController

CONTROLLERS = (PlatformController, CommunityController, BrandingController)

DEPENDENCIES = {
    "community": Provide(provide_community, sync_to_thread=False),
    "owner": Provide(provide_owner, sync_to_thread=False),
    "owner_tx": Provide(provide_owner_tx),
}

__all__ = ["CONTROLLERS", "DEPENDENCIES", "FindCommunity"]
