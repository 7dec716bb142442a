"""Signing in, the player's profile, and keys for programs."""

from app.identity.api.auth import AuthController
from app.identity.api.keys import KeyApi
from app.identity.api.players import ProfileApi

CONTROLLERS = (AuthController, ProfileApi, KeyApi)

__all__ = ["CONTROLLERS"]
