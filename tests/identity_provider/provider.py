"""Its addresses, the people it knows, and what a test has it do wrong."""

import hmac
import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import flask
import requests
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc7636 import CodeChallenge
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from waitress.server import create_server

from tests.identity_provider.grants import ID, SECRET, Client, Code, Signed, codes_of
from webapp.ground.identity_provider import IdentityProvider

Key = RSAKey | ECKey
PAGE = """<!doctype html><html lang="fr"><title>Le fournisseur</title><h1>Qui êtes-vous ?</h1>
<form method="post"><input name="sub" aria-label="Identifiant"><button>Continuer</button></form>"""


@cache
def a_key(name: str = "first") -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


@dataclass
class TestProvider:
    """A provider; its attributes say what it does, and a test changes them.

    Parameters
    ----------
    says
        What its id_tokens say besides, or instead.
    forges
        Has them signed otherwise: `none`, or by its published key as if that were a password.
    people
        What it tells of each subject beside their name.
    describes
        What else stands in its description.
    """

    __test__ = False
    issuer: str
    back: str
    key: Key = field(default_factory=a_key)
    algorithm: str = "RS256"
    says: dict[str, Any] = field(default_factory=dict)
    forges: str = ""
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    signs_userinfo: bool = False
    describes: dict[str, Any] = field(default_factory=dict)
    is_down: bool = False
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def settings(self) -> IdentityProvider:
        return IdentityProvider(self.issuer, ID, SECRET, name="ProConnect", strong=("mfa",))

    def sign(self, claims: dict[str, Any]) -> str:
        header = {"alg": self.forges or self.algorithm, "kid": str(self.key.kid)}
        if not self.forges:
            return jwt.encode(header, claims, self.key, [self.algorithm])
        parts = [urlsafe_b64encode(json.dumps(each).encode()) for each in (header, claims)]
        told = b".".join(part.rstrip(b"=") for part in parts)
        proof = hmac.digest(self.key.as_pem(private=False), told, "sha256")
        seal = urlsafe_b64encode(proof).rstrip(b"=") if self.forges == "HS256" else b""
        return b".".join((told, seal)).decode()

    def lets_in(self, address: str, subject: str) -> str:
        """Return where it sends somebody who came by this address and is this subject."""
        answer = requests.post(address, {"sub": subject}, allow_redirects=False, timeout=20)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]


def its_app(provider: TestProvider) -> flask.Flask:
    app = flask.Flask("tests.identity_provider")
    server = AuthorizationServer(
        app,
        query_client=lambda name: Client(provider.back) if name == ID else None,
        save_token=lambda token, request: provider.tokens.update(
            {token["access_token"]: request.user}
        ),
    )
    server.register_grant(codes_of(provider), [Signed(provider), CodeChallenge(required=True)])

    _add_pages(app, provider)

    @app.post("/authorize")
    def let_in() -> Any:
        return server.create_authorization_response(
            grant_user=flask.request.form["sub"],
            grant=server.get_consent_grant(end_user=flask.request.form["sub"]),
        )

    @app.post("/token")
    def give_tokens() -> Any:
        return server.create_token_response()

    return app


def _add_pages(app: flask.Flask, provider: TestProvider) -> None:
    @app.before_request
    def fail() -> Any:
        provider.asked.append(flask.request.path)
        return ("", 503) if provider.is_down else None

    @app.get("/.well-known/openid-configuration")
    def describe() -> Any:
        places = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "userinfo_endpoint": "userinfo",
            "jwks_uri": "keys",
            "end_session_endpoint": "end",
        }
        addresses = {name: f"{provider.issuer}/{place}" for name, place in places.items()}
        return {"issuer": provider.issuer} | addresses | provider.describes

    @app.get("/keys")
    def publish_keys() -> Any:
        return KeySet([provider.key]).as_dict(private=False)

    @app.get("/authorize")
    def ask_who() -> str:
        return PAGE

    @app.get("/userinfo")
    def tell() -> Any:
        token = flask.request.headers.get("Authorization", "").removeprefix("Bearer ")
        told = {"sub": provider.tokens[token], **provider.people.get(provider.tokens[token], {})}
        if not provider.signs_userinfo:
            return told
        signed = provider.sign({"iss": provider.issuer, "aud": ID, **told})
        return flask.Response(signed, content_type="application/jwt")

    @app.get("/end")
    def end() -> Any:
        said = dict(parse_qsl(urlsplit(flask.request.url).query))
        jwt.decode(said["id_token_hint"], provider.key, [provider.algorithm])
        return flask.redirect(said["post_logout_redirect_uri"])


@contextmanager
def a_provider(back: str) -> Iterator[TestProvider]:
    """Serve a provider on a port of this machine that sends people `back`."""

    def serve(environ: Any, start: Any) -> Any:
        # As behind a proxy that ends TLS: Authlib's server takes nothing else.
        return app({**environ, "wsgi.url_scheme": "https"}, start)

    door = create_server(serve, host="127.0.0.1", port=0, threads=2)
    provider = TestProvider(f"http://127.0.0.1:{door.effective_port}", back)
    app = its_app(provider)

    def run() -> None:
        with suppress(OSError):  # its door is shut under it
            door.run()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield provider
    door.close()
    thread.join(timeout=10)
