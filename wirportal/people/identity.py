"""The organisations' own identity providers, as the operator's TOML file names them.

[[provider]]
id = "rp-darmstadt"                        # part of addresses, stays for ever
name = "Regierungspräsidium Darmstadt"     # on the button
server = "https://idp.example.org/realms/rp"
client_id = "wir-portal"
secret = "…"
domains = ["rpda.example.org"]             # for these addresses its word is enough
second_factor = true                       # it asks for one itself
"""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class IdentityProvider(BaseModel):
    """An OpenID Connect provider. Who comes from it with another domain is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9-]{1,50}$")
    name: str
    server: str = Field(pattern=r"^https?://")
    client_id: str
    secret: str
    domains: frozenset[str] = Field(min_length=1)
    second_factor: bool = False
    token_auth_method: Literal["client_secret_basic", "client_secret_post"] | None = None

    def vouches_for(self, email: str) -> bool:
        """Whether the address lies in a domain that the operator left to this provider."""
        return email.rpartition("@")[2].lower() in self.domains


def read_providers(path: str, *, https_only: bool) -> tuple[IdentityProvider, ...]:
    """None for no path. ValueError says what is wrong with the file."""
    if not path:
        return ()
    entries = tomllib.loads(Path(path).read_text(encoding="utf-8"))["provider"]
    providers = tuple(IdentityProvider.model_validate(entry) for entry in entries)
    if len({provider.id for provider in providers}) < len(providers):
        raise ValueError("two identity providers have the same id")
    if https_only and not all(provider.server.startswith("https://") for provider in providers):
        raise ValueError("an identity provider is reached without TLS")
    return providers


def for_allauth(providers: Sequence[IdentityProvider]) -> dict[str, Any]:
    """What allauth calls SOCIALACCOUNT_PROVIDERS."""
    apps = [
        {
            "provider_id": provider.id,
            "name": provider.name,
            "client_id": provider.client_id,
            "secret": provider.secret,
            "settings": {
                "server_url": provider.server,
                "token_auth_method": provider.token_auth_method,
            },
        }
        for provider in providers
    ]
    return {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}}
