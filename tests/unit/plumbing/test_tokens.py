"""What our issuer has signed is believed, within bounds; nothing else is."""

import asyncio
import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS

from app.plumbing.refusals import NotSignedIn, Unavailable
from app.plumbing.signing_keys import (
    REFRESH_SECONDS,
    RETRY_SECONDS,
    UNKNOWN_KEY_SECONDS,
    KeysUnavailable,
    SigningKeys,
    read_keys,
)
from app.plumbing.tokens import (
    LEEWAY_SECONDS,
    TOKEN_LENGTH_MAX,
    AccessToken,
    Issuer,
    Reason,
    TokenRefused,
)

URL = "https://id.example/realms/pointsbook"
NOW = 1_780_000_000
OLD = JWK.generate(kty="RSA", size=2048, kid="old", use="sig")
NEW = JWK.generate(kty="EC", crv="P-256", kid="new")
CLAIMS: Mapping[str, object] = {
    "iss": URL,
    "sub": "ama",
    "aud": "pointsbook",
    "exp": NOW + 300,
    "iat": NOW,
    "typ": "Bearer",
}
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


class World:
    """An issuer in memory, our clock, and us."""

    def __init__(self, *keys: JWK) -> None:
        self.now = float(NOW)
        self.keys = keys or (OLD,)
        self.silent = False
        self.garbage = b""
        self.fetched = 0
        self.open = asyncio.Event()
        self.open.set()
        self.signing_keys = SigningKeys(self.fetch, lambda: self.now)
        self.issuer = Issuer(URL, self.signing_keys, lambda: self.now)

    async def fetch(self) -> bytes:
        self.fetched += 1
        answer = self.garbage or jwks(*self.keys)
        await self.open.wait()
        if self.silent:
            raise Unavailable
        return answer

    async def verify(self, token: str) -> AccessToken:
        return await self.issuer.verify_access(token, audience="pointsbook")

    async def refusal(self, token: str) -> Reason:
        with pytest.raises(TokenRefused) as refusal:
            await self.verify(token)
        return refusal.value.reason

    async def settle(self) -> None:
        """Let what runs in the background come to its end."""
        for _ in range(5):
            await asyncio.sleep(0)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def jwks(*keys: JWK) -> bytes:
    return json.dumps({"keys": [key.export_public(as_dict=True) for key in keys]}).encode()


def signed(key: JWK = OLD, alg: str = "", /, **changes: object) -> str:
    token = JWS(json.dumps({**CLAIMS, **changes}))
    header = {"alg": alg or {"RSA": "RS256", "EC": "ES256"}[key["kty"]], "kid": key["kid"]}
    token.add_signature(key, protected=json.dumps(header))
    return str(token.serialize(compact=True))


HONEST = signed()


@pytest.mark.anyio
async def test_an_honest_token_says_who_it_is() -> None:
    claims = await World().verify(
        signed(email="ama@example.com", realm_access={"roles": ["superadmin"]}, groups=["/a/b"])
    )

    assert (claims.sub, claims.email) == ("ama", "ama@example.com")
    assert (claims.realm_roles, claims.groups) == (("superadmin",), ("/a/b",))


@pytest.mark.anyio
async def test_claims_in_a_log_name_nobody() -> None:
    personal = {"email": "ama@example.com", "name": "Ama Mensah", "preferred_username": "ama.m"}

    claims = await World().verify(signed(**personal))

    assert not any(value in repr(claims) for value in personal.values())


@pytest.mark.anyio
@pytest.mark.parametrize(("key", "alg"), [(OLD, "RS256"), (OLD, "PS256"), (NEW, "ES256")])
async def test_each_allowed_algorithm_is_understood(key: JWK, alg: str) -> None:
    await World(OLD, NEW).verify(signed(key, alg))


@pytest.mark.anyio
@pytest.mark.parametrize("alg", ["RS384", "RS512", "PS384"])
async def test_no_other_algorithm_is(alg: str) -> None:
    assert await World().refusal(signed(OLD, alg)) is Reason.ALGORITHM


@pytest.mark.anyio
async def test_a_token_ends_on_the_second() -> None:
    world = World()

    world.now = NOW + 299
    await world.verify(HONEST)
    world.now = NOW + 300
    assert await world.refusal(HONEST) is Reason.EXPIRED


@pytest.mark.anyio
@pytest.mark.parametrize("claim", ["iat", "nbf"])
async def test_the_issuers_clock_may_be_a_little_ahead(claim: str) -> None:
    world = World()

    await world.verify(signed(**{claim: NOW + LEEWAY_SECONDS}))
    assert await world.refusal(signed(**{claim: NOW + LEEWAY_SECONDS + 1})) is Reason.EARLY


@pytest.mark.anyio
async def test_a_token_has_a_greatest_length() -> None:
    longest = "x" * TOKEN_LENGTH_MAX

    assert await World().refusal(longest) is Reason.MALFORMED
    assert await World().refusal(longest + "x") is Reason.TOO_LONG


def changed(part: int) -> st.SearchStrategy[str]:
    """Change one character of a part of an honest token to another of the same alphabet."""
    parts = HONEST.split(".")
    return st.builds(
        lambda at, by: ".".join(
            [
                *parts[:part],
                parts[part][:at]
                + ALPHABET[(ALPHABET.index(parts[part][at]) + by) % 64]
                + parts[part][at + 1 :],
                *parts[part + 1 :],
            ]
        ),
        st.integers(0, len(parts[part]) - 1) | st.just(len(parts[part]) - 1),
        st.integers(1, 63),
    )


@given(changed(1) | changed(2))
def test_no_character_of_a_token_can_be_changed(token: str) -> None:
    assert asyncio.run(World().refusal(token)) in {Reason.SIGNATURE, Reason.MALFORMED}


@given(changed(0))
def test_no_character_of_its_header_can_be_changed(token: str) -> None:
    assert asyncio.run(World().refusal(token))


@given(st.text())
def test_no_text_is_a_token(token: str) -> None:
    assert asyncio.run(World().refusal(token)) in {Reason.MALFORMED, Reason.HEADER}


def test_a_refused_token_asks_to_sign_in_and_says_why() -> None:
    refusal = TokenRefused(Reason.EXPIRED)

    assert isinstance(refusal, NotSignedIn)
    assert refusal.facts == {"reason": "expired"}


@pytest.mark.anyio
async def test_a_single_party_need_not_be_named() -> None:
    token = signed(typ="ID", aud="web", nonce="n")

    claims = await World().issuer.verify_id(token, client_id="web", nonce="n")

    assert claims.audiences == ("web",)


@pytest.mark.anyio
async def test_keys_are_fetched_once() -> None:
    world = World()

    await asyncio.gather(*[world.verify(HONEST) for _ in range(50)])

    assert world.fetched == 1


@pytest.mark.anyio
async def test_a_new_key_is_believed_at_once() -> None:
    world = World()
    await world.verify(HONEST)
    world.keys = (OLD, NEW)

    await asyncio.gather(*[world.verify(signed(NEW)) for _ in range(50)])

    assert world.fetched == 2


@pytest.mark.anyio
async def test_a_new_key_is_believed_even_when_an_older_answer_is_under_way() -> None:
    world = World()
    token = signed(exp=NOW + 10_000)
    await world.verify(token)
    world.open.clear()
    world.now = NOW + REFRESH_SECONDS
    await world.verify(token)
    await world.settle()

    world.keys = (OLD, NEW)
    newcomer = asyncio.create_task(world.verify(signed(NEW, exp=NOW + 10_000)))
    await world.settle()
    world.open.set()

    await newcomer


@pytest.mark.anyio
async def test_invented_keys_buy_one_question_a_minute() -> None:
    world = World()
    await world.verify(HONEST)
    invented = signed(NEW)

    for seconds in (0, UNKNOWN_KEY_SECONDS - 1, UNKNOWN_KEY_SECONDS):
        world.now = NOW + seconds
        reasons = await asyncio.gather(*[world.refusal(invented) for _ in range(10)])
        assert set(reasons) == {Reason.KEY}

    assert world.fetched == 3


@pytest.mark.anyio
async def test_a_withdrawn_key_ends_its_tokens() -> None:
    world = World()
    token = signed(exp=NOW + 10_000)
    await world.verify(token)
    world.keys = (NEW,)

    world.now = NOW + REFRESH_SECONDS
    await world.verify(token)
    await world.settle()

    assert await world.refusal(token) is Reason.KEY


@pytest.mark.anyio
async def test_after_a_long_rest_a_withdrawn_key_is_not_believed_even_once() -> None:
    world = World()
    token = signed(exp=NOW + 10_000)
    await world.verify(token)
    world.keys = (NEW,)

    world.now = NOW + 2 * REFRESH_SECONDS + 1

    assert await world.refusal(token) is Reason.KEY


@pytest.mark.anyio
async def test_a_key_replaced_under_its_name_ends_the_tokens_of_the_former() -> None:
    world = World()
    token = signed(exp=NOW + 10_000)
    await world.verify(token)
    world.keys = (JWK.generate(kty="RSA", size=2048, kid="old"),)

    world.now = NOW + 2 * REFRESH_SECONDS + 1

    assert await world.refusal(token) is Reason.SIGNATURE


@pytest.mark.anyio
async def test_a_refresh_delays_nobody() -> None:
    world = World()
    await world.verify(HONEST)
    world.open.clear()

    world.now = NOW + REFRESH_SECONDS
    token = signed(exp=NOW + 10_000)
    await asyncio.gather(*[world.verify(token) for _ in range(10)])
    await world.settle()

    assert world.fetched == 2


@pytest.mark.anyio
async def test_known_keys_outlive_a_silent_issuer() -> None:
    world = World()
    token = signed(exp=NOW + 100_000)
    await world.verify(token)
    world.silent = True

    for hour in range(1, 5):
        world.now = NOW + hour * 3600
        await world.verify(token)


@pytest.mark.anyio
async def test_nobody_is_refused_for_a_key_that_the_issuer_cannot_be_asked_about() -> None:
    world = World()
    await world.verify(HONEST)
    world.silent = True

    for _ in range(2):
        with pytest.raises(KeysUnavailable):
            await world.verify(signed(NEW))


@pytest.mark.anyio
async def test_a_silent_issuer_is_asked_again_soon_but_not_by_everyone() -> None:
    world = World()
    world.silent = True

    for _ in range(10):
        with pytest.raises(KeysUnavailable):
            await world.verify(HONEST)
    assert world.fetched == 1

    world.silent = False
    world.now = NOW + RETRY_SECONDS
    await world.verify(HONEST)


@pytest.mark.anyio
@pytest.mark.parametrize("earlier", [[], [HONEST]], ids=["first keys", "unknown key"])
async def test_who_goes_away_takes_no_answer_from_others(earlier: list[str]) -> None:
    world = World()
    for token in earlier:
        await world.verify(token)
    world.keys = (NEW,)
    world.open.clear()
    impatient, patient = (asyncio.create_task(world.verify(signed(NEW))) for _ in range(2))
    await world.settle()

    impatient.cancel()
    await world.settle()
    world.open.set()

    await patient
    assert world.fetched == len(earlier) + 1


@pytest.mark.anyio
async def test_garbage_changes_no_keys() -> None:
    world = World()
    token = signed(exp=NOW + 10_000)
    await world.verify(token)
    world.garbage = b"<html>"

    world.now = NOW + 2 * REFRESH_SECONDS + 1

    await world.verify(token)


PUBLIC = OLD.export_public(as_dict=True)


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"kid": "odd"},
        {"kid": "odd", "kty": "oct", "k": "c2VjcmV0"},
        {"kid": "odd", "kty": ["RSA"]},
        {"kid": "odd", "kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"},
        NEW.export_public(as_dict=True) | {"kid": "odd", "x": "AAAA"},
        JWK.generate(kty="EC", crv="P-384", kid="odd").export_public(as_dict=True),
        JWK.generate(kty="OKP", crv="Ed25519", kid="odd").export_public(as_dict=True),
        JWK.generate(kty="RSA", size=1024, kid="odd").export_public(as_dict=True),
        {name: value for name, value in PUBLIC.items() if name != "kid"},
        PUBLIC | {"kid": "odd", "n": 5},
        PUBLIC | {"kid": "odd", "n": "not base64"},
        PUBLIC | {"kid": "odd", "e": "AQ"},
        PUBLIC | {"kid": "odd", "use": "enc"},
        PUBLIC | {"kid": "odd", "use": None, "key_ops": ["encrypt"]},
        PUBLIC | {"kid": "odd", "key_ops": 5},
        PUBLIC | {"kid": "odd", "crv": "P-256"},
    ],
    ids=lambda odd: ",".join(f"{name}" for name in odd),
)
def test_an_odd_key_is_left_out_and_its_neighbours_stay(odd: Mapping[str, object]) -> None:
    document = json.dumps({"keys": [odd, PUBLIC]}).encode()

    assert list(read_keys(document)) == ["old"]


def test_a_key_is_used_for_its_own_algorithm_only() -> None:
    keys = read_keys(json.dumps({"keys": [PUBLIC | {"alg": "PS256"}]}).encode())

    assert keys["old"].algorithms == {"PS256"}
