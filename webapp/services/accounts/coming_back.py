"""Going to the identity provider, and who comes back from there."""

import secrets
from dataclasses import dataclass


@dataclass(frozen=True)
class Attempt:
    """One going to the provider, which its answer must name again."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def begin(cls) -> "Attempt":
        """Return one that nobody can guess."""
        return cls(*(secrets.token_urlsafe(48) for _ in range(3)))


@dataclass(frozen=True)
class Shown:
    """Who the provider says has come.

    Parameters
    ----------
    strong
        Whether they gave two proofs there.
    """

    subject: str
    strong: bool
    id_token: str
    access_token: str
