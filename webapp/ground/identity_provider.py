"""The identity provider by which staff may sign in (OpenID Connect), as it is set."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from webapp.ground.errors import ConfigurationError

SETTINGS = {
    "issuer": "SILLON_OIDC_ISSUER",
    "client_id": "SILLON_OIDC_CLIENT_ID",
    "client_secret": "SILLON_OIDC_CLIENT_SECRET",
}
OPTIONAL = ("SILLON_OIDC_NAME", "SILLON_OIDC_SCOPES", "SILLON_OIDC_ACR", "SILLON_OIDC_STRONG")
HERE = {"127.0.0.1", "::1", "localhost"}


@dataclass(frozen=True)
class IdentityProvider:
    """Where staff may sign in besides here.

    Parameters
    ----------
    issuer
        As the provider writes it itself; what it offers is found from there.
    name
        What the pages call it.
    scopes
        What is asked for; `openid` is always among them.
    acr
        The levels of assurance that are asked for: any other one is refused. Empty: any is good.
    strong
        The words in `acr` or `amr` by which the provider says that two proofs were given.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str = "ProConnect"
    scopes: tuple[str, ...] = ("openid", "email")
    acr: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self | None:
        """Read the settings; none where no provider is named, and half of one is refused."""
        given = {key: environment.get(name, "") for key, name in SETTINGS.items()}
        missing = [name for key, name in SETTINGS.items() if not given[key]]
        if missing:
            if len(missing) < len(SETTINGS) or any(environment.get(each) for each in OPTIONAL):
                raise ConfigurationError(f"Set {', '.join(missing)} too, or no SILLON_OIDC_…")
            return None
        scopes = environment.get("SILLON_OIDC_SCOPES", "").split() or ["openid", "email"]
        return cls(
            **given,
            name=environment.get("SILLON_OIDC_NAME") or "ProConnect",
            scopes=tuple(dict.fromkeys(["openid", *scopes])),
            acr=tuple(environment.get("SILLON_OIDC_ACR", "").split()),
            strong=tuple(environment.get("SILLON_OIDC_STRONG", "").split()),
        )

    def faults(self) -> Iterator[str]:
        """Say what is wrong with it, a sentence each."""
        parts = urlsplit(self.issuer)
        inside = parts.scheme == "http" and parts.hostname in HERE
        if not (inside or parts.scheme == "https") or not parts.netloc or parts.query:
            yield (
                "SILLON_OIDC_ISSUER is an address with https://, as the provider writes it itself."
            )
