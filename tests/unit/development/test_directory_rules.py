"""The rules of the development directory that need neither clock nor network."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.development.directory import CannotStart, Client, Config, build, rules, tokens
from app.development.directory.config import DEMO_PEOPLE, LOOPBACK_CALLBACK, usual_clients
from app.development.directory.server import listen
from app.development.directory.state import DamagedState, open_state

WEB = Client(id="web", secret="secret", redirect_uris=("http://localhost:8000/auth/callback",))
API = Client(id="api", redirect_uris=(LOOPBACK_CALLBACK,))


def config(path: Path, environment: str = "test") -> Config:
    return Config(
        environment=environment,
        base_url="http://127.0.0.1:8080",
        state=path,
        clients=usual_clients("http://localhost:8000", web_secret="w", service_secret="s"),
        people=(),
    )


@given(st.integers(1, 65535))
def test_a_program_on_this_machine_may_listen_on_any_port(port: int) -> None:
    assert rules.allows_redirect(API, f"http://127.0.0.1:{port}/callback")


@pytest.mark.parametrize(
    "uri",
    [
        "http://127.0.0.1:65536/callback",
        "http://127.0.0.1:/callback",
        "http://127.0.0.1:80@evil.example/callback",
        "http://127.0.0.1:080/callback",
        "http://127.0.0.1:80/callback/more",
        "http://127.0.0.1:80/callback?x=1",
        "https://127.0.0.1:80/callback",
        "http://127.0.0.2:80/callback",
        LOOPBACK_CALLBACK,
    ],
)
def test_but_nothing_that_only_looks_like_it(uri: str) -> None:
    assert not rules.allows_redirect(API, uri)


def test_a_client_without_the_loopback_address_has_no_port_to_choose() -> None:
    assert not rules.allows_redirect(WEB, "http://127.0.0.1:80/callback")


def test_the_challenge_is_that_of_rfc_7636() -> None:
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    assert rules.challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.parametrize(
    ("client", "secret", "knows"),
    [(WEB, "secret", True), (WEB, "", False), (WEB, "other", False), (API, "", True)],
)
def test_a_client_proves_itself_with_its_secret(client: Client, secret: str, knows: bool) -> None:  # noqa: FBT001
    assert rules.knows_secret(client, secret) is knows


def test_a_password_is_kept_as_a_salted_hash() -> None:
    first, second = rules.hash_password("points"), rules.hash_password("points")

    assert first != second
    assert "points" not in first
    assert rules.is_password("points", first)
    assert not rules.is_password("Points", first)


def test_who_has_no_password_signs_in_with_none() -> None:
    assert not rules.is_password("", "")


def test_a_token_is_read_back_only_as_it_was_signed() -> None:
    keys = [tokens.new_key()]
    token = tokens.sign({"sub": "ama"}, keys)
    head, body, seal = token.split(".")

    assert tokens.read(token, keys) == {"sub": "ama"}
    assert tokens.read(token, [tokens.new_key()]) is None
    assert tokens.read(f"{head}.{body}.", keys) is None
    assert tokens.read(f"{head}.{body[:-2]}AA.{seal}", keys) is None
    assert tokens.read("nonsense", keys) is None


def test_published_keys_are_public() -> None:
    published = tokens.public_keys([tokens.new_key()])["keys"][0]

    assert published.keys() == {"kty", "n", "e", "kid", "use", "alg"}


@pytest.mark.parametrize("environment", ["production", "staging", "", "Development"])
def test_it_does_not_start_where_people_rely_on_it(tmp_path: Path, environment: str) -> None:
    with pytest.raises(CannotStart, match="Use Keycloak"):
        build(config(tmp_path / "state.json", environment))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2", "::", "example.org", ""])  # noqa: S104
def test_it_listens_on_this_machine_only(host: str) -> None:
    with pytest.raises(CannotStart, match="listens on this machine only"):
        listen(host, 0)


def test_a_taken_port_is_said_in_one_sentence() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]

        with pytest.raises(CannotStart, match=f"cannot listen on 127.0.0.1:{port}"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize("content", [b"", b"{", b'{"keys": 1}', b"[]", b"\xff\xfe"])
def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(content)

    with pytest.raises(DamagedState, match="make reset") as said:
        open_state(config(path))

    assert str(path) in str(said.value)
    assert "\n" not in str(said.value)
    assert path.read_bytes() == content


def test_demo_people_are_the_same_on_every_machine() -> None:
    assert DEMO_PEOPLE[0].id == "15212204-c417-5b73-aed4-777a29db120b"


def test_secrets_are_not_shown() -> None:
    assert "secret=" not in repr(WEB)
