"""The settings of an identity provider: all of it, or none."""

import pytest

from webapp.ground.errors import ConfigurationError
from webapp.ground.identity_provider import IdentityProvider

ALL = {
    "SILLON_OIDC_ISSUER": "https://provider.example/api/v2",
    "SILLON_OIDC_CLIENT_ID": "sillon",
    "SILLON_OIDC_CLIENT_SECRET": "secret",
}


def test_without_any_setting_there_is_no_provider() -> None:
    assert IdentityProvider.from_environment({}) is None


def test_a_provider_is_read_with_what_it_is_asked_for() -> None:
    given = {"SILLON_OIDC_SCOPES": "email uid", "SILLON_OIDC_ACR": "eidas2 eidas3"}
    found = IdentityProvider.from_environment(ALL | given | {"SILLON_OIDC_STRONG": "mfa"})
    assert found is not None
    assert found.scopes == ("openid", "email", "uid")
    assert (found.acr, found.strong) == (("eidas2", "eidas3"), ("mfa",))
    assert list(found.faults()) == []
    assert "secret" not in repr(found).replace("client_secret", "")


@pytest.mark.parametrize("missing", ALL)
def test_half_a_provider_is_refused(missing: str) -> None:
    with pytest.raises(ConfigurationError, match=missing):
        IdentityProvider.from_environment({**ALL, missing: ""})


def test_an_option_without_a_provider_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="SILLON_OIDC_ISSUER"):
        IdentityProvider.from_environment({"SILLON_OIDC_ACR": "eidas2"})


@pytest.mark.parametrize("issuer", ["http://provider.example", "provider.example", "https://"])
def test_a_provider_is_reached_by_tls_alone(issuer: str) -> None:
    found = IdentityProvider.from_environment(ALL | {"SILLON_OIDC_ISSUER": issuer})
    assert found is not None
    assert list(found.faults())
