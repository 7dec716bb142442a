"""Sign-in and sessions over HTTP."""

from app.identity.web.authentication import Authenticate, ask_to_sign_in
from app.identity.web.dependencies import DEPENDENCIES
from app.identity.web.home import home
from app.identity.web.sessions import SessionController
from app.identity.web.sign_in import SignInController

CONTROLLERS = (home, SignInController, SessionController)

__all__ = ["CONTROLLERS", "DEPENDENCIES", "Authenticate", "ask_to_sign_in"]
