"""Signing out: by a program with its refresh token, or by a browser that the application sends."""

from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.response import Redirect

from app.development.directory import tokens
from app.development.directory.config import OPENID, REALM
from app.development.directory.pages import Stop, notice, page
from app.development.directory.realm import Asked, OAuthError, Realm, TheRealm, read_form
from app.development.directory.signin import COOKIE, refuse_other_sites, session_of

LOGOUT = f"{OPENID}/logout"


@post(LOGOUT)
async def sign_program_out(request: Asked, realm: TheRealm) -> Response[None]:
    form = await read_form(request)
    client = realm.client_of(form, request)
    claims = tokens.read(form.get("refresh_token", ""), realm.state.keys)
    if claims is None or claims["typ"] != "Refresh" or claims["azp"] != client.id:
        raise OAuthError(error="invalid_grant", because="Invalid refresh token")
    if session := realm.sessions.find(claims["sid"], realm.now):
        realm.end_session(session)
    return Response(None, status_code=204)


@get(LOGOUT)
async def sign_browser_out(request: Asked, realm: TheRealm) -> Response[str] | Redirect:
    """Without a token that says who is signing out, ask first: any site can link here."""
    query = dict(request.query_params)
    target = _target(query, realm)
    if "id_token_hint" not in query:
        return page("sign_out", action=f"{LOGOUT}/logout-confirm?{urlencode(query)}")
    claims = tokens.read(query["id_token_hint"], realm.state.keys)
    if claims is None or claims["typ"] != "ID":
        raise Stop(words="Invalid parameter: id_token_hint")
    if session := realm.sessions.find(claims["sid"], realm.now):
        realm.end_session(session)
    return _goodbye(target)


@post(f"{LOGOUT}/logout-confirm")
async def confirm(request: Asked, realm: TheRealm) -> Response[str] | Redirect:
    refuse_other_sites(request)
    target = _target(dict(request.query_params), realm)
    if session := session_of(request, realm):
        realm.end_session(session)
    return _goodbye(target)


def _target(query: dict[str, str], realm: Realm) -> str | None:
    """Where to go afterwards: an address that the client has registered, or nowhere."""
    uri = query.get("post_logout_redirect_uri")
    if uri is None:
        return None
    hint = tokens.read(query.get("id_token_hint", ""), realm.state.keys)
    client = realm.state.client(hint["azp"] if hint else query.get("client_id", ""))
    if client is None or uri not in client.post_logout_redirect_uris:
        raise Stop(words="Invalid redirect uri")
    return f"{uri}?{urlencode({'state': query['state']})}" if "state" in query else uri


def _goodbye(target: str | None) -> Response[str] | Redirect:
    answer = Redirect(target) if target else notice("Signed out", "You are signed out.")
    answer.delete_cookie(COOKIE, path=REALM)
    return answer
