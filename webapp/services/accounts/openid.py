"""What we say to an identity provider, and what is believed of its answers (OpenID Connect).

Only a signature by a key of the provider's own, for us, for this very attempt and of this hour, is
believed. Whatever else comes is refused with one of three codes: `provider-away`,
`provider-refused`, `provider-untrusted`.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from webapp.ground.clock import real_now
from webapp.ground.errors import RuleBroken
from webapp.ground.identity_provider import IdentityProvider
from webapp.ground.logs import log
from webapp.services.accounts.coming_back import Attempt, Shown

ALGORITHMS: Final = ("RS256", "ES256")
SECONDS: Final = 5
"""For each answer of the provider: somebody waits."""
KEPT: Final = timedelta(hours=1)
"""How long its description and its keys are believed without looking again."""
AGAIN: Final = timedelta(minutes=1)
"""How old keys are at least before an unknown one has them fetched anew."""
CLOCKS_APART: Final = 60
NEEDED: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True)
class Fetched:
    """Something of the provider's, and when it was fetched."""

    value: Any
    at: datetime


class Provider:
    """The identity provider of this installation; one for all requests of a process."""

    def __init__(self, settings: IdentityProvider) -> None:
        self.settings = settings
        self._kept: dict[str, Fetched] = {}

    def way_there(self, attempt: Attempt, back: str) -> str:
        """Return where somebody goes who wants to sign in, and comes `back` afterwards."""
        with self._client(back) as client:
            address, _state = client.create_authorization_url(
                self._described()["authorization_endpoint"],
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
                **self._wanted(),
            )
        return str(address)

    def _wanted(self) -> dict[str, str]:
        """Return how it is asked for the levels, and told to name the proofs, that settings name.

        By `claims` where it takes them: ProConnect documents no `acr_values`, and says by which
        proofs somebody came only if asked.
        """
        levels = list(self.settings.acr)
        if not self._described().get("claims_parameter_supported"):
            return {"acr_values": " ".join(levels)} if levels else {}
        named: dict[str, Any] = {}
        if levels:
            named["acr"] = {"essential": True, "values": levels}
        if self.settings.strong:
            named = {"acr": None, "amr": None} | named
        return {"claims": json.dumps({"id_token": named})} if named else {}

    def finish(self, answer: Mapping[str, str], attempt: Attempt, back: str) -> Shown:
        """Return who comes back with this answer, once the provider has signed it."""
        if answer.get("iss", self.settings.issuer) != self.settings.issuer:
            raise _untrusted("issuer of the answer")
        if not answer.get("code"):
            raise RuleBroken("provider-refused")
        given = self._exchange(answer["code"], attempt, back)
        id_token, access_token = given.get("id_token"), given.get("access_token")
        if not isinstance(id_token, str) or not isinstance(access_token, str):
            raise _untrusted("no token")
        claims = self._read(id_token, nonce=attempt.nonce)
        if self.settings.acr and claims.get("acr") not in self.settings.acr:
            raise RuleBroken("provider-too-weak")
        proofs = claims.get("amr")
        said = [claims.get("acr"), *(proofs if isinstance(proofs, list) else ())]
        strong = any(each in self.settings.strong for each in said)
        return Shown(str(claims["sub"]), strong, id_token, access_token)

    def mailbox(self, shown: Shown) -> tuple[str, bool]:
        """Return the mailbox of who has come, and whether the provider has verified it."""
        address = self._described().get("userinfo_endpoint")
        if not address:
            return "", False
        token = {"access_token": shown.access_token, "token_type": "Bearer"}
        with self._client() as client:
            client.token = token
            answer = _answered(lambda: client.get(address, timeout=SECONDS))
        if answer.headers.get("Content-Type", "").partition(";")[0] == "application/jwt":
            claims = self._read(answer.text)
        else:
            claims = _json(answer)
        if claims.get("sub") != shown.subject:
            raise _untrusted("userinfo of somebody else")
        return str(claims.get("email") or ""), claims.get("email_verified") is True

    def way_out(self, id_token: str, back: str) -> str | None:
        """Return where the provider's own session ends; none where it offers none, or is away."""
        try:
            address = self._described().get("end_session_endpoint")
        except RuleBroken:
            return None
        if not address:
            return None
        told = {"id_token_hint": id_token, "post_logout_redirect_uri": back}
        told |= {"client_id": self.settings.client_id, "state": secrets.token_urlsafe(32)}
        return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(told)}"

    def _client(self, back: str | None = None) -> OAuth2Session:
        posted = "client_secret_basic" not in self._described().get(
            "token_endpoint_auth_methods_supported", ["client_secret_basic"]
        )
        return OAuth2Session(
            self.settings.client_id,
            self.settings.client_secret,
            scope=" ".join(self.settings.scopes),
            redirect_uri=back,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_post" if posted else "client_secret_basic",
        )

    def _exchange(self, code: str, attempt: Attempt, back: str) -> Mapping[str, Any]:
        address = self._described()["token_endpoint"]
        try:
            with self._client(back) as client:
                given: Mapping[str, Any] = client.fetch_token(
                    address, code=code, code_verifier=attempt.verifier, timeout=SECONDS
                )
        except OAuthError:
            raise RuleBroken("provider-refused") from None
        except (requests.RequestException, ValueError) as error:
            raise _away(error) from None
        return given

    def _read(self, token: str, nonce: str | None = None) -> dict[str, Any]:
        """Return what a token says, if the provider has signed it for us just now."""
        try:
            try:
                claims = self._opened(token, self._keys())
            except (BadSignatureError, InvalidKeyIdError):
                claims = self._opened(token, self._keys(AGAIN))
            self._rules(nonce).validate(claims)
        except (JoseError, ValueError, TypeError) as error:
            raise _untrusted(type(error).__name__) from None
        audience = claims["aud"]
        is_shared = isinstance(audience, list) and len(audience) > 1
        if (is_shared or "azp" in claims) and claims.get("azp") != self.settings.client_id:
            raise _untrusted("made for another program")
        return claims

    @staticmethod
    def _opened(token: str, keys: KeySet) -> dict[str, Any]:
        return jwt.decode(token, keys, algorithms=ALGORITHMS).claims

    def _rules(self, nonce: str | None) -> jwt.JWTClaimsRegistry:
        rules: dict[str, Any] = {
            "iss": {"essential": True, "value": self.settings.issuer},
            "aud": {"essential": True, "value": self.settings.client_id},
            "sub": {"essential": True, "allow_blank": False},
        }
        if nonce is not None:  # an id_token, which has them all; what is told of somebody may not
            rules |= {"nonce": {"essential": True, "value": nonce}}
            rules |= {"exp": {"essential": True}, "iat": {"essential": True}}
        instant = int(real_now().timestamp())
        return jwt.JWTClaimsRegistry(now=instant, leeway=CLOCKS_APART, **rules)

    def _described(self) -> dict[str, Any]:
        issuer = self.settings.issuer
        described = self._fetched(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if described.get("issuer") != issuer:
            raise _untrusted("issuer of the description")
        secure = urlsplit(issuer).scheme
        if any(urlsplit(str(described.get(name))).scheme != secure for name in NEEDED):
            raise _untrusted("an address of the description")
        return described

    def _keys(self, kept: timedelta = KEPT) -> KeySet:
        found = self._fetched(str(self._described()["jwks_uri"]), kept).get("keys", [])
        signing = [each for each in found if each.get("kty") in {"RSA", "EC"}]
        return KeySet.import_key_set(
            {"keys": [each for each in signing if each.get("use", "sig") == "sig"]}
        )

    def _fetched(self, address: str, kept: timedelta = KEPT) -> dict[str, Any]:
        before = self._kept.get(address)
        if before is None or real_now() - before.at >= kept:
            value = _json(_answered(lambda: requests.get(address, timeout=SECONDS)))
            before = self._kept[address] = Fetched(value, real_now())
        found: dict[str, Any] = before.value
        return found


def _answered(ask: Callable[[], requests.Response]) -> requests.Response:
    try:
        answer = ask()
        answer.raise_for_status()
    except requests.RequestException as error:
        raise _away(error) from None
    return answer


def _json(answer: requests.Response) -> dict[str, Any]:
    try:
        read = answer.json()
    except ValueError as error:
        raise _away(error) from None
    if not isinstance(read, dict):
        raise _untrusted("no object")
    return read


def _away(error: Exception) -> RuleBroken:
    log.warning("provider-away", why=type(error).__name__)
    return RuleBroken("provider-away")


def _untrusted(why: str) -> RuleBroken:
    log.warning("provider-untrusted", why=why)
    return RuleBroken("provider-untrusted")
