"""Where a code, a refresh token, a device code or a client's own secret become tokens."""

from typing import Any

from litestar import Response, get, post

from app.development.directory import rules, tokens
from app.development.directory.config import OPENID, Client
from app.development.directory.realm import Asked, OAuthError, Realm, TheRealm, read_form
from app.development.directory.sessions import Session, Verdict
from app.development.directory.state import Person

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"

Form = dict[str, str]
Answer = dict[str, Any]


@post(f"{OPENID}/token")
async def token(request: Asked, realm: TheRealm) -> Response[Answer]:
    form = await read_form(request)
    client = realm.client_of(form, request)
    grant = GRANTS.get(form.get("grant_type", ""))
    if grant is None:
        raise OAuthError(error="unsupported_grant_type", because="Unsupported grant_type")
    return Response(grant(realm, client, form), status_code=200, headers=NO_STORE)


def redeem_code(realm: Realm, client: Client, form: Form) -> Answer:
    code = realm.sessions.take_code(form.get("code", ""), realm.now)
    if code is None or code.client_id != client.id:
        raise OAuthError(error="invalid_grant", because="Code not valid")
    if form.get("redirect_uri") != code.redirect_uri:
        raise OAuthError(error="invalid_grant", because="Incorrect redirect_uri")
    _check_verifier(code.challenge, form)
    session = realm.sessions.find(code.session_id, realm.now)
    return _tokens(realm, client, session, scope=code.scope, nonce=code.nonce)


def refresh(realm: Realm, client: Client, form: Form) -> Answer:
    """Exchange a refresh token for new tokens, once: whoever brings it again may have stolen it."""
    claims = tokens.read(form.get("refresh_token", ""), realm.state.keys)
    if claims is None or claims["typ"] != "Refresh" or claims["azp"] != client.id:
        raise OAuthError(error="invalid_grant", because="Invalid refresh token")
    if claims["exp"] <= realm.now:
        raise OAuthError(error="invalid_grant", because="Token is not active")
    session = realm.sessions.find(claims["sid"], realm.now)
    if session and session.refresh.get(client.id) != claims["jti"]:
        realm.end_session(session)
        raise OAuthError(
            error="invalid_grant", because="Maximum allowed refresh token reuse exceeded"
        )
    return _tokens(realm, client, session, scope=claims["scope"])


def redeem_device(realm: Realm, client: Client, form: Form) -> Answer:
    device = realm.sessions.device(form.get("device_code", ""))
    if device is None or device.client_id != client.id:
        raise OAuthError(error="invalid_grant", because="Device code not valid")
    if realm.now >= device.expires_at:
        raise OAuthError(error="expired_token", because="Device code is expired")
    if device.verdict is Verdict.DENIED:
        raise OAuthError(
            error="access_denied", because="The end user denied the authorization request"
        )
    if device.verdict is Verdict.PENDING:
        hasty = device.polled_at is not None and realm.now < device.polled_at + device.interval
        device.polled_at = realm.now
        if hasty:
            raise OAuthError(error="slow_down", because="Slow down")
        raise OAuthError(
            error="authorization_pending", because="The authorization request is still pending"
        )
    _check_verifier(device.challenge, form)
    realm.sessions.drop_device(device.code)
    session = realm.sessions.find(device.session_id or "", realm.now)
    return _tokens(realm, client, session, scope=device.scope)


def serve_client(realm: Realm, client: Client, _: Form) -> Answer:
    """A program in its own name: an access token alone, as its secret gets it another."""
    if not client.service_account:
        raise OAuthError(
            error="unauthorized_client",
            because="Client not enabled to retrieve service account",
            status=401,
        )
    account = realm.state.service_account(client.id)
    if not account.enabled:
        raise OAuthError(error="invalid_grant", because="Account disabled")
    claims = _access_claims(realm, client, account, scope="email profile")
    return {
        "access_token": tokens.sign(claims | {"client_id": client.id}, realm.state.keys),
        "expires_in": realm.config.lifespans.access_token,
        "refresh_expires_in": 0,
        "token_type": "Bearer",
        "not-before-policy": 0,
        "scope": claims["scope"],
    }


GRANTS = {
    "authorization_code": redeem_code,
    "refresh_token": refresh,
    "client_credentials": serve_client,
    DEVICE_GRANT: redeem_device,
}


@get(f"{OPENID}/userinfo")
async def userinfo(request: Asked, realm: TheRealm) -> Answer:
    claims = realm.bearer(request)
    session = realm.sessions.find(claims.get("sid", ""), realm.now) if claims else None
    person = realm.person_of(session) if session else None
    if claims is None or person is None:
        raise OAuthError(error="invalid_token", because="Token verification failed", status=401)
    if "openid" not in claims["scope"].split():
        raise OAuthError(error="insufficient_scope", because="Missing openid scope", status=403)
    return {"sub": person.id} | _profile(realm, person)


@post(f"{OPENID}/revoke")
async def revoke(request: Asked, realm: TheRealm) -> Response[None]:
    """End what a refresh token keeps alive; an access token just runs out."""
    form = await read_form(request)
    client = realm.client_of(form, request)
    claims = tokens.read(form.get("token", ""), realm.state.keys)
    if claims and claims["typ"] == "Refresh" and claims["azp"] == client.id:
        session = realm.sessions.find(claims["sid"], realm.now)
        if session:
            realm.end_session(session)
    return Response(None, status_code=200)


def _check_verifier(challenge: str, form: Form) -> None:
    verifier = form.get("code_verifier")
    if not verifier:
        raise OAuthError(error="invalid_grant", because="PKCE code verifier not specified")
    if rules.challenge_of(verifier) != challenge:
        raise OAuthError(error="invalid_grant", because="PKCE verification failed: Code mismatch")


def _tokens(
    realm: Realm, client: Client, session: Session | None, *, scope: str, nonce: str | None = None
) -> Answer:
    if session is None:
        raise OAuthError(error="invalid_grant", because="Session not active")
    person = realm.person_of(session)
    if person is None:
        raise OAuthError(error="invalid_grant", because="User disabled")
    session.used_at = realm.now
    access = _access_claims(realm, client, person, scope=scope) | {"sid": session.id}
    refreshing = _refresh_claims(realm, client, session, scope=scope)
    session.refresh[client.id] = refreshing["jti"]
    answer = {
        "access_token": tokens.sign(access, realm.state.keys),
        "expires_in": realm.config.lifespans.access_token,
        "refresh_token": tokens.sign(refreshing, realm.state.keys),
        "refresh_expires_in": realm.config.lifespans.session_idle,
        "token_type": "Bearer",
        "not-before-policy": 0,
        "session_state": session.id,
        "scope": scope,
    }
    if "openid" in scope.split():
        identity = _id_claims(realm, client, person, session)
        if nonce:
            identity["nonce"] = nonce
        answer["id_token"] = tokens.sign(identity, realm.state.keys)
    return answer


def _profile(realm: Realm, person: Person) -> tokens.Claims:
    return {
        "preferred_username": person.username,
        "email": person.email,
        "email_verified": person.email_verified,
        "given_name": person.first_name,
        "family_name": person.last_name,
        "name": f"{person.first_name} {person.last_name}".strip(),
        "locale": person.locale,
        "groups": realm.state.paths_of(person),
    }


def _access_claims(realm: Realm, client: Client, person: Person, *, scope: str) -> tokens.Claims:
    lifespan = realm.config.lifespans.access_token
    claims = _claims(realm, person.id, "Bearer", lifespan)
    roles = {"realm_access": {"roles": list(person.roles)}}
    return (
        claims
        | _profile(realm, person)
        | roles
        | {
            "aud": ["api"],
            "azp": client.id,
            "scope": scope,
        }
    )


def _id_claims(realm: Realm, client: Client, person: Person, session: Session) -> tokens.Claims:
    claims = _claims(realm, person.id, "ID", realm.config.lifespans.access_token)
    return (
        claims
        | _profile(realm, person)
        | {
            "aud": client.id,
            "azp": client.id,
            "sid": session.id,
            "auth_time": session.started_at,
        }
    )


def _refresh_claims(realm: Realm, client: Client, session: Session, *, scope: str) -> tokens.Claims:
    claims = _claims(realm, session.person_id, "Refresh", realm.config.lifespans.session_idle)
    return claims | {
        "aud": realm.config.issuer,
        "azp": client.id,
        "sid": session.id,
        "scope": scope,
    }


def _claims(realm: Realm, subject: str, kind: str, lifespan: int) -> tokens.Claims:
    return tokens.token_claims(
        issuer=realm.config.issuer, subject=subject, kind=kind, now=realm.now, lifespan=lifespan
    )
