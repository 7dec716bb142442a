"""Sign-in and sessions over HTTP."""

from app.identity.web.authentication import (
    Authenticate,
    ForgetPeople,
    actor_by_bearer,
    ask_to_join,
    ask_to_sign_in,
)
from app.identity.web.dependencies import DEPENDENCIES
from app.identity.web.everybody import EverybodyController
from app.identity.web.invitations import InvitationsController
from app.identity.web.keys import KeyController
from app.identity.web.people import PeopleController
from app.identity.web.sessions import SessionController
from app.identity.web.sign_in import SignInController
from app.identity.web.welcome import WelcomeController, terms

CONTROLLERS = (
    terms,
    SignInController,
    SessionController,
    WelcomeController,
    KeyController,
    PeopleController,
    InvitationsController,
    EverybodyController,
)

__all__ = [
    "CONTROLLERS",
    "DEPENDENCIES",
    "Authenticate",
    "ForgetPeople",
    "actor_by_bearer",
    "ask_to_join",
    "ask_to_sign_in",
]
