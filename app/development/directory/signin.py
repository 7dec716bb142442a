"""The authorisation endpoint and its forms: a browser brings a request and leaves with a code."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode
from uuid import uuid4

from litestar import Response, get, post
from litestar.response import Redirect

from app.development.directory import rules
from app.development.directory.config import OPENID, REALM, Client
from app.development.directory.pages import Stop, page
from app.development.directory.realm import Asked, Realm, TheRealm, read_form
from app.development.directory.sessions import Code, Session
from app.development.directory.state import Person, Taken

COOKIE = "pointsbook_directory"
AUTHENTICATE = f"{REALM}/login-actions/authenticate"
REGISTER = f"{REALM}/login-actions/registration"


class BackToClient(Exception):
    """The request is wrong, and the client is told, as its redirect URI is known to be right."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a client asks of the authorisation endpoint."""

    client: Client
    redirect_uri: str
    challenge: str
    scope: str
    state: str | None
    nonce: str | None
    prompt: str
    login_hint: str
    locale: str

    @classmethod
    def read(cls, query: dict[str, str], realm: Realm) -> Self:
        client = realm.state.client(query.get("client_id", ""))
        if client is None:
            raise Stop(words="Client not found.")
        redirect_uri = query.get("redirect_uri", "")
        if not rules.allows_redirect(client, redirect_uri):
            raise Stop(words="Invalid parameter: redirect_uri")
        if complaint := _complaint(query):
            raise BackToClient(_answer(realm, redirect_uri, query.get("state"), complaint))
        return cls(
            client=client,
            redirect_uri=redirect_uri,
            challenge=query["code_challenge"],
            scope=rules.granted_scope(query.get("scope", "")),
            state=query.get("state"),
            nonce=query.get("nonce"),
            prompt=query.get("prompt", ""),
            login_hint=query.get("login_hint", ""),
            locale=query.get("kc_locale") or query.get("ui_locales", "").split(" ")[0] or "en",
        )


@get(f"{OPENID}/auth")
async def authorise(request: Asked, realm: TheRealm) -> Response[str] | Redirect:
    query = dict(request.query_params)
    wish = Wish.read(query, realm)
    session = session_of(request, realm)
    if wish.prompt == "create":
        return Redirect(f"{REGISTER}?{urlencode(query)}")
    if session and wish.prompt != "login":
        return _send_code(realm, wish, session)
    if wish.prompt == "none":
        error = {"error": "login_required"}
        raise BackToClient(_answer(realm, wish.redirect_uri, wish.state, error))
    return sign_in_page(realm, query, username=wish.login_hint)


@get(f"{OPENID}/registrations")
async def registrations(request: Asked, realm: TheRealm) -> Redirect:
    query = dict(request.query_params)
    Wish.read(query, realm)
    return Redirect(f"{REGISTER}?{urlencode(query)}")


@post(AUTHENTICATE)
async def authenticate(request: Asked, realm: TheRealm) -> Response[str] | Redirect:
    refuse_other_sites(request)
    query = dict(request.query_params)
    wish = None if "user_code" in query else Wish.read(query, realm)
    form = await read_form(request)
    username = form.get("username", "")
    person = realm.state.person_named(username)
    if person is None or not rules.is_password(form.get("password", ""), person.password):
        return sign_in_page(realm, query, username, "Invalid username or password.")
    if not person.enabled:
        return sign_in_page(realm, query, username, "This account is disabled.")
    session = realm.sessions.start(person.id, realm.now)
    onward = (
        _send_code(realm, wish, session) if wish else Redirect(f"{REALM}/device?{urlencode(query)}")
    )
    return remember(onward, session)


@get(REGISTER)
async def registration_page(request: Asked, realm: TheRealm) -> Response[str]:
    query = dict(request.query_params)
    wish = Wish.read(query, realm)
    return _registration_page(query, {"email": wish.login_hint})


@post(REGISTER)
async def register(request: Asked, realm: TheRealm) -> Response[str] | Redirect:
    refuse_other_sites(request)
    query = dict(request.query_params)
    wish = Wish.read(query, realm)
    form = await read_form(request)
    if complaint := _registration_complaint(form):
        return _registration_page(query, form, complaint)
    email = form["email"].strip().lower()
    person = Person(
        id=str(uuid4()),
        username=form.get("username", "").strip().lower() or email,
        email=email,
        first_name=form["firstName"].strip(),
        last_name=form["lastName"].strip(),
        password=rules.hash_password(form["password"]),
        # No mail leaves this machine, so nobody could prove an address.
        email_verified=True,
        locale=wish.locale,
        created_at=realm.now,
    )
    try:
        realm.state.put_person(person)
    except Taken:
        return _registration_page(query, form, "Email already exists.")
    session = realm.sessions.start(person.id, realm.now)
    return remember(_send_code(realm, wish, session), session)


def sign_in_page(
    realm: Realm, query: dict[str, str], username: str = "", complaint: str | None = None
) -> Response[str]:
    onward = urlencode(query)
    return page(
        "sign_in",
        action=f"{AUTHENTICATE}?{onward}",
        registration=None if "user_code" in query else f"{REGISTER}?{onward}",
        people=realm.config.people,
        username=username,
        complaint=complaint,
    )


def session_of(request: Asked, realm: Realm) -> Session | None:
    """The session that this browser's cookie names, unless its person is gone or disabled."""
    session = realm.sessions.find_by_cookie(request.cookies.get(COOKIE, ""), realm.now)
    return session if session and realm.person_of(session) else None


def remember(response: Redirect, session: Session) -> Redirect:
    response.set_cookie(COOKIE, session.cookie, path=REALM, httponly=True, samesite="lax")
    return response


def refuse_other_sites(request: Asked) -> None:
    """A form of another site must not sign anybody in or out here."""
    if request.headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        raise Stop(words="This form was sent from another site.", status=403)


def _complaint(query: dict[str, str]) -> dict[str, str] | None:
    if query.get("response_type") != "code":
        given = "response_type" in query
        return {"error": "unsupported_response_type" if given else "invalid_request"}
    words = rules.challenge_complaint(query)
    return {"error": "invalid_request", "error_description": words} if words else None


def _send_code(realm: Realm, wish: Wish, session: Session) -> Redirect:
    code = Code(
        session_id=session.id,
        client_id=wish.client.id,
        redirect_uri=wish.redirect_uri,
        challenge=wish.challenge,
        scope=wish.scope,
        nonce=wish.nonce,
        expires_at=realm.now + realm.config.lifespans.code,
    )
    facts = {"session_state": session.id, "code": realm.sessions.keep_code(code)}
    return Redirect(_answer(realm, wish.redirect_uri, wish.state, facts))


def _answer(realm: Realm, redirect_uri: str, state: str | None, facts: dict[str, str]) -> str:
    given = {"state": state} if state is not None else {}
    separator = "&" if "?" in redirect_uri else "?"
    return f"{redirect_uri}{separator}{urlencode(given | facts | {'iss': realm.config.issuer})}"


def _registration_complaint(form: dict[str, str]) -> str | None:
    fields = ("email", "firstName", "lastName", "password")
    if not all(form.get(name, "").strip() for name in fields):
        return "Please fill in every field."
    if "@" not in form["email"]:
        return "Invalid email address."
    if form["password"] != form.get("password-confirm"):
        return "Passwords don't match."
    return None


def _registration_page(
    query: dict[str, str], given: dict[str, str], complaint: str | None = None
) -> Response[str]:
    onward = urlencode(query)
    blank = {"email": "", "firstName": "", "lastName": ""}
    return page(
        "register",
        action=f"{REGISTER}?{onward}",
        sign_in=f"{OPENID}/auth?{onward}",
        given=blank | given,
        complaint=complaint,
    )
