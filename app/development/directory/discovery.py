"""What clients read first: where the endpoints are, and the keys that verify tokens."""

from typing import Any

from litestar import get

from app.development.directory.config import OPENID, REALM
from app.development.directory.realm import TheRealm
from app.development.directory.token_endpoint import GRANTS
from app.development.directory.tokens import public_keys


@get(f"{REALM}/.well-known/openid-configuration")
async def configuration(realm: TheRealm) -> dict[str, Any]:
    openid = f"{realm.config.base_url}{OPENID}"
    return {
        "issuer": realm.config.issuer,
        "authorization_endpoint": f"{openid}/auth",
        "token_endpoint": f"{openid}/token",
        "userinfo_endpoint": f"{openid}/userinfo",
        "end_session_endpoint": f"{openid}/logout",
        "revocation_endpoint": f"{openid}/revoke",
        "device_authorization_endpoint": f"{openid}/auth/device",
        "jwks_uri": f"{openid}/certs",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "subject_types_supported": ["public"],
        "grant_types_supported": list(GRANTS),
        "code_challenge_methods_supported": ["S256"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "scopes_supported": ["openid", "profile", "email"],
        "prompt_values_supported": ["none", "login", "create"],
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
        "authorization_response_iss_parameter_supported": True,
    }


@get(f"{OPENID}/certs")
async def certs(realm: TheRealm) -> dict[str, Any]:
    return public_keys(realm.state.keys)
