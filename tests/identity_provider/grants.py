"""What Authlib's server asks to be told: one client, codes used once with PKCE, signed tokens."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oidc.core import AuthorizationCodeMixin, OpenIDCode
from joserfc import jwt

if TYPE_CHECKING:
    from tests.identity_provider.provider import TestProvider

ID, SECRET = "sillon", "a secret between two programs"


@dataclass
class Client(ClientMixin):
    """The one program that may ask."""

    redirect_uri: str

    def get_client_id(self) -> str:
        return ID

    def get_default_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.redirect_uri

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):
    """A code that was given out, and what was asked for with it."""

    code: str
    subject: str
    asked: dict[str, str]

    @property
    def code_challenge(self) -> str:
        return self.asked["code_challenge"]

    @property
    def code_challenge_method(self) -> str:
        return self.asked["code_challenge_method"]

    def get_redirect_uri(self) -> str:
        return self.asked["redirect_uri"]

    def get_scope(self) -> str:
        return self.asked["scope"]

    def get_nonce(self) -> str:
        return self.asked["nonce"]

    def get_auth_time(self) -> None:
        return None

    def get_acr(self) -> str:
        return self.asked.get("acr_values", "").partition(" ")[0]

    def get_amr(self) -> None:
        return None


def codes_of(provider: "TestProvider") -> type[grants.AuthorizationCodeGrant]:
    """Return what gives codes of a provider out, and takes each back once."""

    class Codes(grants.AuthorizationCodeGrant):
        def save_authorization_code(self, code: str, request: Any) -> None:
            provider.codes[code] = Code(code, request.user, dict(request.payload.data))

        def query_authorization_code(self, code: str, client: Client) -> Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            provider.codes.pop(authorization_code.code)

        def authenticate_user(self, authorization_code: Code) -> str:
            return authorization_code.subject

    return Codes


class Signed(OpenIDCode):
    """What is said of somebody, signed; what a test changes of it is signed anew."""

    def __init__(self, provider: "TestProvider") -> None:
        super().__init__(require_nonce=True)
        self.provider = provider

    def exists_nonce(self, nonce: str, request: Any) -> bool:
        return any(each.get_nonce() == nonce for each in self.provider.codes.values())

    def resolve_client_private_key(self, client: Client) -> Any:
        return self.provider.key

    def get_client_algorithm(self, client: Client) -> str:
        return self.provider.algorithm

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        return {"iss": self.provider.issuer, "aud": [ID]}

    def get_encode_header(self, client: Client) -> dict[str, str]:
        return {"alg": self.provider.algorithm, "kid": str(self.provider.key.kid)}

    def generate_user_info(self, user: str, scope: str) -> dict[str, Any]:
        return {"sub": user}

    def encode_id_token(self, token: Any, request: Any) -> str:
        made: str = super().encode_id_token(token, request)
        if not self.provider.says and not self.provider.forges:
            return made
        claims = jwt.decode(made, self.provider.key, [self.provider.algorithm]).claims
        return self.provider.sign({**claims, **self.provider.says})
