"""Signing in: to the provider with an attempt, back with a proof, handed over for a session."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.gateway import GrantRefused, ProviderDown
from app.identity.rules.sign_in import (
    ATTEMPT_LIFE,
    HAND_OVER_LIFE,
    Attempt,
    HandOver,
    Proof,
    SignInCancelled,
    SignInExpired,
    SignInRefused,
    SignInUnavailable,
    StrangeBrowser,
    challenge_of,
    hash_secret,
    local_path,
    name_state,
    tenant_of_state,
)
from app.identity.service.provider import Provider
from app.identity.store import sessions as store
from app.plumbing.db import BeginIn
from app.plumbing.ids import new_id
from app.plumbing.refusals import Unavailable
from app.plumbing.tokens import TokenRefused
from app.plumbing.vault import SealBroken, Vault

log = structlog.get_logger()

# The provider's ways of saying that the person turned back, or that it wants to be asked again.
CANCELLED = {"access_denied", "login_required", "interaction_required", "consent_required"}
AWAY = {"temporarily_unavailable", "server_error"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """What goes with the browser to the provider."""

    state: str
    nonce: str
    challenge: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the browser brings back from the provider, besides the state."""

    code: str | None
    error: str | None
    issuer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Where the browser goes on: its community's host, with a code that is good once."""

    host: str
    code: str


async def depart(
    tx: AsyncConnection,
    vault: Vault,
    *,
    tenant_id: UUID,
    host: str,
    binding: str,
    return_path: str,
    now: datetime,
) -> Departure:
    state = name_state(tenant_id, secrets.token_urlsafe(32))
    nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    attempt_id = new_id()
    await store.delete_expired(tx, now)
    attempt = Attempt(
        tenant_id=tenant_id,
        id=attempt_id,
        state_hash=hash_secret(state),
        nonce=nonce,
        verifier_sealed=vault.seal(verifier, f"sign_in_attempt.verifier:{tenant_id}:{attempt_id}"),
        binding_hash=hash_secret(binding),
        host=host,
        return_path=local_path(return_path),
        expires_at=now + ATTEMPT_LIFE,
    )
    await store.insert_attempt(tx, attempt)
    return Departure(state=state, nonce=nonce, challenge=challenge_of(verifier))


async def forget_expired(platform_tx: AsyncConnection, *, now: datetime) -> None:
    await store.delete_expired(platform_tx, now)


async def take_attempt(begin: BeginIn, state: str, *, now: datetime) -> Attempt:
    """Find whose answer this is.  Committed at once: whatever follows, the state is spent."""
    async with begin(tenant_of_state(state)) as tx:
        attempt = await store.take_attempt(tx, hash_secret(state), now)
    if attempt is None:
        raise SignInExpired
    return attempt


async def arrive(
    begin: BeginIn,
    provider: Provider,
    vault: Vault,
    *,
    attempt: Attempt,
    answer: Answer,
    redirect_uri: str,
    now: datetime,
) -> Arrival:
    """Turn the provider's answer into a hand-over.  No transaction waits for the provider."""
    proof = await _redeem(provider, vault, attempt, answer, redirect_uri, now)
    code, hand_over_id = secrets.token_urlsafe(32), new_id()
    tenant_id = attempt.tenant_id
    hand_over = HandOver(
        tenant_id=tenant_id,
        id=hand_over_id,
        code_hash=hash_secret(code),
        binding_hash=attempt.binding_hash,
        subject=proof.subject,
        provider_session=proof.provider_session,
        proof_sealed=vault.seal(
            msgspec.json.encode(proof).decode(), f"hand_over.proof:{tenant_id}:{hand_over_id}"
        ),
        return_path=attempt.return_path,
        expires_at=now + HAND_OVER_LIFE,
    )
    async with begin(tenant_id) as tx:
        await store.insert_hand_over(tx, hand_over)
    return Arrival(host=attempt.host, code=code)


async def _redeem(
    provider: Provider,
    vault: Vault,
    attempt: Attempt,
    answer: Answer,
    redirect_uri: str,
    now: datetime,
) -> Proof:
    # RFC 9207: an answer that names another issuer was meant to mix us up.
    if answer.issuer not in {None, provider.issuer_url}:
        raise SignInRefused
    if answer.error in CANCELLED:
        raise SignInCancelled
    if answer.error in AWAY:
        raise SignInUnavailable
    if not answer.code:
        log.warning("sign-in refused", error=str(answer.error)[:64])
        raise SignInRefused
    verifier = _open(
        vault,
        attempt.verifier_sealed,
        f"sign_in_attempt.verifier:{attempt.tenant_id}:{attempt.id}",
    )
    try:
        return await provider.redeem(
            answer.code,
            redirect_uri=redirect_uri,
            verifier=verifier,
            nonce=attempt.nonce,
            now=now,
        )
    except (GrantRefused, TokenRefused) as error:
        log.warning("sign-in refused", error=str(getattr(error, "reason", error)))
        raise SignInRefused from error
    except (ProviderDown, Unavailable) as error:
        raise SignInUnavailable from error


async def take_hand_over(
    tx: AsyncConnection, vault: Vault, *, code: str, binding: str | None, now: datetime
) -> tuple[Proof, str]:
    """The proof and the path to return to, for the browser that began this sign-in and no other."""
    if binding is None:
        raise StrangeBrowser
    hand_over = await store.take_hand_over(tx, hash_secret(code), hash_secret(binding), now)
    if hand_over is None:
        raise SignInExpired
    opened = _open(
        vault, hand_over.proof_sealed, f"hand_over.proof:{hand_over.tenant_id}:{hand_over.id}"
    )
    return msgspec.json.decode(opened, type=Proof), hand_over.return_path


def _open(vault: Vault, sealed: bytes, context: str) -> str:
    """A sign-in under way is not worth keeping an old key for: it begins anew."""
    try:
        return vault.open(sealed, context)
    except SealBroken as error:
        raise SignInExpired from error
