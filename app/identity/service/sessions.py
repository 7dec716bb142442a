"""Sessions: begun at sign-in, renewed while used, ended by any sign-out."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.gateway import GrantRefused, ProviderDown, Tokens
from app.identity.rules.players import AskingPlayer, is_outdated
from app.identity.rules.sign_in import (
    RENEWAL_PAUSE,
    SEEN_EVERY,
    SESSION_LIFE,
    USER_AGENT_LENGTH_MAX,
    LogoutTokenRefused,
    Proof,
    Session,
    SessionMissing,
    SignInExpired,
    browser_hash,
    hash_secret,
    roles_of,
)
from app.identity.service.provider import WEB_CLIENT, Provider
from app.identity.service.recent import RecentPeople
from app.identity.store import players as players_store
from app.identity.store import sessions as store
from app.plumbing import outbox
from app.plumbing.actors import Role
from app.plumbing.db import Begin, BeginIn
from app.plumbing.ids import new_id
from app.plumbing.refusals import Unavailable
from app.plumbing.tokens import LEEWAY_SECONDS, TokenRefused
from app.plumbing.vault import SealBroken, Vault
from app.tenants.rules import Community

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A session in use.  `new_token` is for the browser, where the old one is no longer good."""

    session: Session
    player: AskingPlayer | None
    new_token: str | None = None


async def begin_session(
    tx: AsyncConnection,
    vault: Vault,
    proof: Proof,
    *,
    tenant_id: UUID,
    subdomain: str,
    user_agent: str,
    address: str,
    now: datetime,
) -> str:
    """Make a session and return its token, which nobody else is ever told."""
    player = await players_store.lock_player(tx, proof.subject)
    if player and is_outdated(proof.issued_at, player.roles_since):
        raise SignInExpired
    token, session_id = secrets.token_urlsafe(32), new_id()
    session = Session(
        tenant_id=tenant_id,
        id=session_id,
        token_hash=hash_secret(token),
        subject=proof.subject,
        provider_session=proof.provider_session,
        name=proof.name,
        roles=roles_of(proof.groups, proof.realm_roles, subdomain=subdomain),
        refresh_token_sealed=vault.seal(proof.refresh_token, _context(tenant_id, session_id)),
        renew_at=proof.renew_at,
        csrf_secret=secrets.token_bytes(32),
        user_agent=user_agent[:USER_AGENT_LENGTH_MAX],
        address=address,
        last_seen_at=now,
        expires_at=now + SESSION_LIFE,
        created_at=now,
    )
    await store.insert_session(tx, session)
    await players_store.update_roles(tx, session.subject, session.roles)
    if player:
        await _tell_of_stranger(tx, player.id, session)
    log.info("session begun", session_id=session_id, subject=proof.subject)
    return token


async def _tell_of_stranger(tx: AsyncConnection, player_id: UUID, session: Session) -> None:
    """Tell of a browser that the player never signed in with; the first of all is theirs."""
    if await store.meet_browser(tx, player_id, browser_hash(session.user_agent)):
        key = f"sign-in {session.id}"
        await outbox.tell(tx, player_id, "security.sign_in", key, browser=session.device)


async def use_session(
    recent: RecentPeople,
    begin: BeginIn,
    provider: Provider,
    vault: Vault,
    token: str,
    *,
    community: Community,
    now: datetime,
) -> Use | None:
    """The session this token opens, renewed where that is due, or None."""
    token_hash = hash_secret(token)
    found = await recent.sessions.find(community.id, token_hash)
    if found is None or found[0].is_over(now):
        return None
    session, player = found
    if now - session.last_seen_at >= SEEN_EVERY:
        recent.seen.ask(community.id, session.id)
    use = Use(session=session, player=player)
    if now < session.renew_at:
        return use
    try:
        return await _renew_once(
            partial(begin, community.id),
            provider,
            vault,
            use,
            subdomain=community.subdomain,
            now=now,
        )
    finally:
        # Renewed by us or by another request: either way it has changed.
        recent.sessions.forget(community.id, token_hash)


async def _renew_once(
    begin: Begin, provider: Provider, vault: Vault, use: Use, *, subdomain: str, now: datetime
) -> Use | None:
    async with begin() as tx:
        claimed = await store.claim_renewal(tx, use.session.id, now=now, until=now + RENEWAL_PAUSE)
    if claimed is None:
        return use
    use = replace(use, session=claimed)
    return await _renew(begin, provider, vault, use, subdomain=subdomain, now=now)


async def _renew(
    begin: Begin,
    provider: Provider,
    vault: Vault,
    use: Use,
    *,
    subdomain: str,
    now: datetime,
) -> Use | None:
    """Trade the refresh token.  The claim keeps others from it, so no lock or connection is held
    while the provider thinks, and none queue behind a provider that is down.
    """
    session = use.session
    try:
        tokens = await provider.gateway.refresh(_refresh_token_of(session, vault))
        roles = await _roles_in(provider, tokens, session, subdomain)
    except ProviderDown:
        log.warning("session goes on without the provider", session_id=session.id)
        return use
    except (GrantRefused, TokenRefused, SealBroken) as error:
        async with begin() as tx:
            await store.delete_session(tx, session.id, session.subject)
        log.info("session ended by the provider", session_id=session.id, error=str(error))
        return None
    return await _keep(begin, provider, vault, use, tokens, roles, now)


async def _roles_in(
    provider: Provider, tokens: Tokens, session: Session, subdomain: str
) -> frozenset[Role] | None:
    """The roles that these tokens give, or None while nobody can tell whether they are genuine."""
    try:
        access = await provider.read_access(tokens)
    except Unavailable:
        return None
    if (access.sub, access.sid) != (session.subject, session.provider_session):
        raise GrantRefused
    return roles_of(access.groups, access.realm_roles, subdomain=subdomain)


async def _keep(
    begin: Begin,
    provider: Provider,
    vault: Vault,
    use: Use,
    tokens: Tokens,
    roles: frozenset[Role] | None,
    now: datetime,
) -> Use | None:
    session = use.session
    # Even without new roles the new refresh token is kept: the old one is spent.
    life = timedelta(seconds=tokens.expires_in) if roles is not None else RENEWAL_PAUSE
    renewed = replace(
        session,
        roles=session.roles if roles is None else roles,
        refresh_token_sealed=vault.seal(
            tokens.refresh_token, _context(session.tenant_id, session.id)
        ),
        renew_at=now + life,
    )
    new_token = None
    if renewed.roles != session.roles:
        new_token = secrets.token_urlsafe(32)
        renewed = replace(renewed, token_hash=hash_secret(new_token))
    async with begin() as tx:
        await players_store.lock_player(tx, renewed.subject)
        kept = await store.update_renewed(tx, renewed)
        if kept:
            await players_store.update_roles(tx, renewed.subject, renewed.roles)
    if not kept:
        # Signed out meanwhile, with a refresh token that was spent already.
        await provider.end_session(tokens.refresh_token)
        return None
    return replace(use, session=renewed, new_token=new_token)


async def list_sessions(tx: AsyncConnection, subject: str, *, now: datetime) -> list[Session]:
    return [s for s in await store.list_sessions(tx, subject) if not s.is_over(now)]


async def end_session(
    begin: Begin, provider: Provider, vault: Vault, session_id: UUID, *, subject: str
) -> bool:
    """End one of the person's sessions, here and at the provider; say whether both are certain."""
    # Committed first: the provider calls our back-channel for this very row before it answers.
    async with begin() as tx:
        session = await store.delete_session(tx, session_id, subject)
    if session is None:
        raise SessionMissing
    log.info("session ended", session_id=session_id, subject=subject)
    try:
        refresh_token = _refresh_token_of(session, vault)
    except SealBroken:
        # Sealed with a key that was taken away since: the provider's session runs out by itself.
        return False
    return await provider.end_session(refresh_token)


async def sign_out_everywhere(begin_platform: Begin, provider: Provider, subject: str) -> bool:
    """End all of a person's sessions in all communities, and at the provider."""
    async with begin_platform() as platform_tx:
        await store.delete_hand_overs_of(platform_tx, subject)
        ended = await store.delete_sessions_of(platform_tx, subject)
    log.info("signed out everywhere", subject=subject, sessions=ended)
    return await provider.end_sessions_of(subject)


async def obey_provider(
    begin_platform: Begin, provider: Provider, logout_token: str, *, now: datetime
) -> None:
    """Back-channel sign-out: end what the token names, in all communities at once."""
    try:
        token = await provider.issuer.verify_logout(logout_token, client_id=WEB_CLIENT)
    except TokenRefused as error:
        raise LogoutTokenRefused(reason=error.reason) from error
    async with begin_platform() as platform_tx:
        expires_at = max(
            datetime.fromtimestamp(token.exp, tz=now.tzinfo) + timedelta(seconds=LEEWAY_SECONDS),
            now,
        )
        if not await store.spend_logout_token(
            platform_tx, hash_secret(token.jti), now=now, expires_at=expires_at
        ):
            raise LogoutTokenRefused(reason="replayed")
        if token.sid is not None:
            ended = await store.delete_provider_session(platform_tx, token.sid)
        else:
            await store.delete_hand_overs_of(platform_tx, str(token.sub))
            ended = await store.delete_sessions_of(platform_tx, str(token.sub))
    log.info("signed out by the provider", sessions=ended)


def _refresh_token_of(session: Session, vault: Vault) -> str:
    return vault.open(session.refresh_token_sealed, _context(session.tenant_id, session.id))


def _context(tenant_id: UUID, session_id: UUID) -> str:
    return f"session.refresh_token:{tenant_id}:{session_id}"
