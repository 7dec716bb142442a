"""The device flow's front half (RFC 8628): a code for the program, a question for the person."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromQuery

from app.development.directory.config import OPENID, REALM
from app.development.directory.pages import Stop, notice, page
from app.development.directory.realm import Asked, OAuthError, TheRealm, read_form
from app.development.directory.rules import challenge_complaint, granted_scope
from app.development.directory.sessions import Device, Verdict
from app.development.directory.signin import refuse_other_sites, session_of, sign_in_page


@post(f"{OPENID}/auth/device")
async def begin(request: Asked, realm: TheRealm) -> Response[dict[str, Any]]:
    form = await read_form(request)
    client = realm.client_of(form, request)
    if not client.device_flow:
        words = "Client is not allowed to initiate OAuth 2.0 Device Authorization Grant."
        raise OAuthError(error="unauthorized_client", because=words)
    if complaint := challenge_complaint(form):
        raise OAuthError(error="invalid_request", because=complaint)
    lifespans = realm.config.lifespans
    device = Device(
        client_id=client.id,
        scope=granted_scope(form.get("scope", "")),
        challenge=form["code_challenge"],
        expires_at=realm.now + lifespans.device_code,
        interval=lifespans.device_interval,
    )
    realm.sessions.keep_device(device)
    page_url = f"{realm.config.issuer}/device"
    answer = {
        "device_code": device.code,
        "user_code": device.user_code,
        "verification_uri": page_url,
        "verification_uri_complete": f"{page_url}?user_code={device.user_code}",
        "expires_in": lifespans.device_code,
        "interval": lifespans.device_interval,
    }
    return Response(answer, status_code=200, headers={"Cache-Control": "no-store"})


@get(f"{REALM}/device")
async def ask(request: Asked, realm: TheRealm, user_code: FromQuery[str] = "") -> Response[str]:
    if not user_code:
        return page("device_code")
    device = realm.sessions.device_with_user_code(user_code, realm.now)
    if device is None:
        return page("device_code", complaint="This code is unknown or no longer good.")
    session = session_of(request, realm)
    if session is None:
        return sign_in_page(realm, {"user_code": device.user_code})
    person = realm.state.person(session.person_id)
    return page("device_consent", user_code=device.user_code, person=person and person.username)


@post(f"{REALM}/device")
async def decide(request: Asked, realm: TheRealm) -> Response[str]:
    refuse_other_sites(request)
    form = await read_form(request)
    session = session_of(request, realm)
    device = realm.sessions.device_with_user_code(form.get("user_code", ""), realm.now)
    if session is None or device is None:
        raise Stop(words="This code is unknown or no longer good.")
    if "accept" not in form:
        device.verdict = Verdict.DENIED
        return notice("Not connected", "You said no.  You may close this page.")
    device.verdict = Verdict.GRANTED
    device.session_id = session.id
    return notice("Connected", "The program is signed in.  You may close this page.")
