"""Every wrong answer an issuer can give is refused, for its own reason; the honest one is not."""

import socket
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.plumbing.discovery import IssuerUnavailable, fetch_document
from app.plumbing.signing_keys import KeysUnavailable, SigningKeys
from app.plumbing.tokens import Issuer, Reason, Token, TokenRefused
from tests.contracts.identity.lies import LIES, Kind
from tests.contracts.identity.stub_issuer import AMA, AUDIENCE, CLIENT, StubIssuer

NONCE = "the nonce of this sign-in"
SILENT = "keys unavailable"

WHY: Mapping[str, Reason | str] = {
    "wrong issuer": Reason.ISSUER,
    "issuer not a string": Reason.CLAIMS,
    "issuer missing": Reason.CLAIMS,
    "wrong audience": Reason.AUDIENCE,
    "audience missing": Reason.AUDIENCE,
    "audience of the wrong type": Reason.CLAIMS,
    "azp wrong": Reason.PARTY,
    "several audiences without azp": Reason.PARTY,
    "expired": Reason.EXPIRED,
    "no exp": Reason.CLAIMS,
    "exp as text": Reason.CLAIMS,
    "exp beyond all integers": Reason.CLAIMS,
    "no iat": Reason.CLAIMS,
    "iat in the future": Reason.EARLY,
    "nbf in the future": Reason.EARLY,
    "sub missing": Reason.CLAIMS,
    "sub empty": Reason.CLAIMS,
    "sub not a string": Reason.CLAIMS,
    "groups not a list": Reason.CLAIMS,
    "email_verified as text": Reason.CLAIMS,
    "claims that are a list": Reason.CLAIMS,
    "claims nested without end": Reason.CLAIMS,
    "typ missing": Reason.KIND,
    "typ of a refresh token": Reason.KIND,
    "ID token used as access token": Reason.KIND,
    "logout token used as access token": Reason.KIND,
    "access token used as ID token": Reason.KIND,
    "ID token used as logout token": Reason.KIND,
    "nonce missing": Reason.NONCE,
    "nonce wrong": Reason.NONCE,
    "logout without its event": Reason.EVENT,
    "logout event not an object": Reason.EVENT,
    "logout of nobody": Reason.CLAIMS,
    "logout with a nonce": Reason.NONCE,
    "logout without jti": Reason.CLAIMS,
    "alg none": Reason.ALGORITHM,
    "alg None in capitals": Reason.ALGORITHM,
    "alg HS256 signed with the public key": Reason.ALGORITHM,
    "alg of another kind of key": Reason.ALGORITHM,
    "alg that the key is not for": Reason.ALGORITHM,
    "alg missing": Reason.HEADER,
    "wrong key same kid": Reason.SIGNATURE,
    "unknown kid": Reason.KEY,
    "kid missing with two keys": Reason.HEADER,
    "kid not a string": Reason.HEADER,
    "key of use enc": Reason.KEY,
    "weak key": Reason.KEY,
    "crit header": Reason.HEADER,
    "b64 header": Reason.HEADER,
    "embedded jwk header": Reason.HEADER,
    "jku header pointing elsewhere": Reason.HEADER,
    "x5u header pointing elsewhere": Reason.HEADER,
    "header nested without end": Reason.HEADER,
    "signature missing": Reason.SIGNATURE,
    "truncated signature": Reason.SIGNATURE,
    "signature spelled differently": Reason.MALFORMED,
    "signature of other claims": Reason.SIGNATURE,
    "JWE instead of JWS": Reason.MALFORMED,
    "JSON instead of dots": Reason.MALFORMED,
    "foreign characters": Reason.MALFORMED,
    "token of 20,000 characters": Reason.TOO_LONG,
    "token empty": Reason.MALFORMED,
    "JWKS with garbage": SILENT,
    "JWKS of another shape": SILENT,
    "JWKS without a usable key": SILENT,
    "JWKS 500": SILENT,
    "JWKS redirect to elsewhere": SILENT,
    "oversized JWKS": SILENT,
}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    # A proxy of this machine must not stand between the tests and loopback.
    async with httpx.AsyncClient(trust_env=False, follow_redirects=True) as http:
        yield http


def verifier(issuer: StubIssuer, http: httpx.AsyncClient) -> Issuer:
    return Issuer(issuer.url, SigningKeys(partial(fetch_document, http, issuer.jwks_url)))


def verify(verifier: Issuer, kind: Kind, token: str) -> Awaitable[Token]:
    ways: Mapping[Kind, Callable[[], Awaitable[Token]]] = {
        Kind.ACCESS: lambda: verifier.verify_access(token, audience=AUDIENCE),
        Kind.ID: lambda: verifier.verify_id(token, client_id=CLIENT, nonce=NONCE),
        Kind.LOGOUT: lambda: verifier.verify_logout(token, client_id=CLIENT),
    }
    return ways[kind]()


async def outcome(issuer: StubIssuer, http: httpx.AsyncClient, kind: Kind) -> Reason | str:
    try:
        await verify(verifier(issuer, http), kind, issuer.token(kind, nonce=NONCE))
    except TokenRefused as refusal:
        return refusal.reason
    except KeysUnavailable:
        return SILENT
    return "accepted"


@pytest.mark.anyio
@pytest.mark.parametrize("kind", Kind)
async def test_an_honest_issuer_is_believed(http: httpx.AsyncClient, kind: Kind) -> None:
    with StubIssuer() as issuer:
        assert await outcome(issuer, http, kind) == "accepted"


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        pytest.param(wrong, kind, id=f"{wrong}: {kind}")
        for wrong, lie in LIES.items()
        for kind in sorted(lie.about)
    ],
)
async def test_a_lying_issuer_is_refused(http: httpx.AsyncClient, wrong: str, kind: Kind) -> None:
    with StubIssuer(wrong=wrong) as issuer:
        assert await outcome(issuer, http, kind) == WHY[wrong]
        assert "/elsewhere/certs" not in issuer.asked


def test_every_lie_has_its_reason() -> None:
    assert LIES.keys() == WHY.keys()
    assert set(Reason) <= set(WHY.values())


@pytest.mark.anyio
async def test_an_issuer_that_is_gone_is_unavailable(http: httpx.AsyncClient) -> None:
    with StubIssuer() as issuer:
        gone = verifier(issuer, http)
        token = issuer.token(Kind.ACCESS)

    with pytest.raises(KeysUnavailable):
        await verify(gone, Kind.ACCESS, token)


@pytest.mark.anyio
async def test_an_issuer_that_takes_too_long_is_unavailable(
    http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.plumbing.discovery.FETCH_SECONDS_MAX", 0.05)

    with socket.create_server(("127.0.0.1", 0)) as deaf, pytest.raises(IssuerUnavailable):
        await fetch_document(http, f"http://127.0.0.1:{deaf.getsockname()[1]}")


VERIFIER = "a verifier of forty-three characters or more"
SENT_BACK_TO = "http://callback.example/signed-in"


async def sign_in(issuer: StubIssuer, http: httpx.AsyncClient) -> dict[str, str]:
    """Play browser and client: from the authorization endpoint to the form for the token one."""
    challenge = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
    sent = {
        "client_id": CLIENT,
        "redirect_uri": SENT_BACK_TO,
        "state": "s",
        "nonce": NONCE,
        "code_challenge": challenge,
    }
    answer = await http.get(issuer.endpoint("auth"), params=sent, follow_redirects=False)
    back = parse_qs(urlsplit(answer.headers["location"]).query)
    assert back["state"] == ["s"]
    return {
        "grant_type": "authorization_code",
        "code": back["code"][0],
        "redirect_uri": SENT_BACK_TO,
        "code_verifier": VERIFIER,
    }


async def exchange(
    issuer: StubIssuer, http: httpx.AsyncClient, form: dict[str, str]
) -> httpx.Response:
    return await http.post(issuer.endpoint("token"), data=form)


@pytest.mark.anyio
async def test_a_code_buys_tokens_of_the_person_signed_in(http: httpx.AsyncClient) -> None:
    with StubIssuer() as issuer:
        tokens = (await exchange(issuer, http, await sign_in(issuer, http))).json()
        ours = verifier(issuer, http)
        access = await ours.verify_access(tokens["access_token"], audience=AUDIENCE)
        identity = await ours.verify_id(tokens["id_token"], client_id=CLIENT, nonce=NONCE)

    assert access.sub == identity.sub == AMA["sub"]
    assert access.groups == ("/communities/demo/player",)
    assert access.realm_roles == ("superadmin",)


@pytest.mark.anyio
async def test_a_refresh_token_buys_new_ones(http: httpx.AsyncClient) -> None:
    with StubIssuer() as issuer:
        tokens = (await exchange(issuer, http, await sign_in(issuer, http))).json()
        form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
        again = (await exchange(issuer, http, form)).json()
        reused = await exchange(issuer, http, form)

    assert again["access_token"] != tokens["access_token"]
    assert reused.status_code == 400


@pytest.mark.anyio
async def test_a_code_works_once(http: httpx.AsyncClient) -> None:
    with StubIssuer() as issuer:
        form = await sign_in(issuer, http)
        answers = [(await exchange(issuer, http, form)).status_code for _ in range(2)]

    assert answers == [200, 400]


@pytest.mark.anyio
@pytest.mark.parametrize("part", ["redirect_uri", "code_verifier"])
async def test_a_stolen_code_buys_nothing(http: httpx.AsyncClient, part: str) -> None:
    with StubIssuer() as issuer:
        form = await sign_in(issuer, http) | {part: "the thief's"}
        answer = await exchange(issuer, http, form)

    assert answer.status_code == 400


@pytest.mark.anyio
async def test_sign_out_leads_back(http: httpx.AsyncClient) -> None:
    with StubIssuer() as issuer:
        endpoint = issuer.endpoint("logout")
        query = {"post_logout_redirect_uri": SENT_BACK_TO, "state": "s"}
        answer = await http.get(endpoint, params=query, follow_redirects=False)

    assert answer.headers["location"] == f"{SENT_BACK_TO}?state=s"


@pytest.mark.anyio
async def test_after_sign_out_the_refresh_token_buys_nothing(http: httpx.AsyncClient) -> None:
    with StubIssuer() as issuer:
        tokens = (await exchange(issuer, http, await sign_in(issuer, http))).json()
        form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
        endpoint = issuer.endpoint("logout")
        signed_out = await http.post(endpoint, data=form)
        refreshed = await exchange(issuer, http, form)

    assert (signed_out.status_code, refreshed.status_code) == (204, 400)


@pytest.mark.anyio
async def test_a_lying_issuer_lies_in_the_whole_flow(http: httpx.AsyncClient) -> None:
    with StubIssuer(wrong="nonce wrong") as issuer:
        tokens = (await exchange(issuer, http, await sign_in(issuer, http))).json()

        with pytest.raises(TokenRefused) as refusal:
            await verify(verifier(issuer, http), Kind.ID, tokens["id_token"])

    assert refusal.value.reason is Reason.NONCE
