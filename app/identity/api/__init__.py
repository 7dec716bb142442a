"""Identity for programs."""

from app.identity.api.auth import AuthController

CONTROLLERS = (AuthController,)

__all__ = ["CONTROLLERS"]
