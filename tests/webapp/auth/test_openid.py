"""What is believed of an identity provider's answers: a real one, whose key may be stolen."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from joserfc.jwk import ECKey

from tests.identity_provider.provider import TestProvider, a_key, a_provider
from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.services.accounts.coming_back import Attempt, Shown
from webapp.services.accounts.openid import Provider

BACK = "https://sillon.example/account/provider/back"


@pytest.fixture
def there() -> Iterator[TestProvider]:
    with a_provider(BACK) as running:
        yield running


@pytest.fixture
def provider(there: TestProvider) -> Provider:
    return Provider(there.settings)


def answer_of(there: TestProvider, provider: Provider, attempt: Attempt) -> dict[str, str]:
    back = there.lets_in(provider.way_there(attempt, BACK), "marie")
    assert back.startswith(BACK)
    return dict(parse_qsl(urlsplit(back).query))


def came(there: TestProvider, provider: Provider, attempt: Attempt | None = None) -> Shown:
    attempt = attempt or Attempt.begin()
    return provider.finish(answer_of(there, provider, attempt), attempt, BACK)


def refused(there: TestProvider, provider: Provider) -> str:
    with pytest.raises(RuleBroken) as refusal:
        came(there, provider)
    return refusal.value.code


def test_whoever_the_provider_lets_in_is_known_by_its_subject(
    there: TestProvider, provider: Provider
) -> None:
    attempt = Attempt.begin()
    answer = answer_of(there, provider, attempt)
    assert answer["state"] == attempt.state
    shown = provider.finish(answer, attempt, BACK)
    assert (shown.subject, shown.strong) == ("marie", False)


def test_an_elliptic_key_signs_as_well(there: TestProvider, provider: Provider) -> None:
    there.key, there.algorithm = ECKey.generate_key("P-256", {"kid": "curve"}), "ES256"
    assert came(there, provider).subject == "marie"


@pytest.mark.parametrize(
    "said",
    [
        {"nonce": "of another attempt"},
        {"nonce": None},
        {"iss": "https://another.example"},
        {"aud": "another program"},
        {"aud": ["sillon", "another program"]},
        {"azp": "another program"},
        {"exp": int(time.time()) - 120},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"sub": ""},
    ],
    ids=lambda said: next(iter(said)),  # not the hour: each process that runs tests reads its own
)
def test_a_token_for_another_attempt_place_or_hour_is_not_believed(
    there: TestProvider, provider: Provider, said: dict[str, Any]
) -> None:
    there.says = said
    assert refused(there, provider) == "provider-untrusted"


@pytest.mark.parametrize("forged", ["none", "HS256"])
def test_a_token_that_is_not_signed_by_a_private_key_is_not_believed(
    there: TestProvider, provider: Provider, forged: str
) -> None:
    there.forges = forged
    assert refused(there, provider) == "provider-untrusted"


def test_a_code_is_worth_nothing_a_second_time(there: TestProvider, provider: Provider) -> None:
    attempt = Attempt.begin()
    answer = answer_of(there, provider, attempt)
    provider.finish(answer, attempt, BACK)
    with pytest.raises(RuleBroken, match="provider-refused"):
        provider.finish(answer, attempt, BACK)


def test_a_code_is_worth_nothing_to_who_did_not_begin(
    there: TestProvider, provider: Provider
) -> None:
    mine = Attempt.begin()
    stolen = answer_of(there, provider, mine)
    with pytest.raises(RuleBroken, match="provider-refused"):
        provider.finish(stolen, replace(mine, verifier=Attempt.begin().verifier), BACK)


def test_an_answer_in_the_name_of_another_issuer_is_not_believed(
    there: TestProvider, provider: Provider
) -> None:
    attempt = Attempt.begin()
    answer = answer_of(there, provider, attempt) | {"iss": "https://another.example"}
    with pytest.raises(RuleBroken, match="provider-untrusted"):
        provider.finish(answer, attempt, BACK)


def test_a_key_that_nobody_knows_is_looked_for_once_a_minute(
    there: TestProvider, provider: Provider
) -> None:
    came(there, provider)
    published, there.key = there.key, a_key("second")
    assert refused(there, provider) == "provider-untrusted"
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert came(there, provider).subject == "marie"
        there.key = published
        asked = there.asked.count("/keys")
        assert refused(there, provider) == refused(there, provider) == "provider-untrusted"
        assert there.asked.count("/keys") == asked


def test_keys_are_fetched_once_an_hour(there: TestProvider, provider: Provider) -> None:
    came(there, provider)
    came(there, provider)
    assert there.asked.count("/keys") == 1
    with time_machine.travel(now() + timedelta(minutes=61)):
        came(there, provider)
    assert there.asked.count("/keys") == 2


def test_a_provider_that_is_down_is_said_to_be_away(
    there: TestProvider, provider: Provider
) -> None:
    attempt = Attempt.begin()
    answer = answer_of(there, provider, attempt)
    there.is_down = True
    with pytest.raises(RuleBroken, match="provider-away"):
        provider.finish(answer, attempt, BACK)
    with pytest.raises(RuleBroken, match="provider-away"):
        Provider(there.settings).way_there(Attempt.begin(), BACK)
    assert Provider(there.settings).way_out("token", BACK) is None


def test_a_description_of_another_issuer_is_not_believed(there: TestProvider) -> None:
    posing = Provider(replace(there.settings, issuer=f"{there.issuer}/"))
    with pytest.raises(RuleBroken, match="provider-untrusted"):
        posing.way_there(Attempt.begin(), BACK)


@pytest.mark.parametrize("signed", [False, True])
def test_the_mailbox_is_what_the_provider_tells_of_this_very_subject(
    there: TestProvider, provider: Provider, *, signed: bool
) -> None:
    there.signs_userinfo = signed
    there.people = {"marie": {"email": "marie@association.example", "email_verified": True}}
    shown = came(there, provider)
    assert provider.mailbox(shown) == ("marie@association.example", True)
    there.people["marie"]["sub"] = "somebody else"
    with pytest.raises(RuleBroken, match="provider-untrusted"):
        provider.mailbox(shown)


def test_what_is_told_of_somebody_with_a_forged_signature_is_not_believed(
    there: TestProvider, provider: Provider
) -> None:
    shown = came(there, provider)
    there.signs_userinfo, there.forges = True, "HS256"
    with pytest.raises(RuleBroken, match="provider-untrusted"):
        provider.mailbox(shown)


@pytest.mark.parametrize("verified", ["true", 1, None])
def test_a_mailbox_is_verified_only_when_the_provider_says_so_plainly(
    there: TestProvider, provider: Provider, verified: object
) -> None:
    there.people = {"marie": {"email": "marie@association.example", "email_verified": verified}}
    assert provider.mailbox(came(there, provider)) == ("marie@association.example", False)


def test_a_level_of_assurance_that_is_asked_for_must_have_been_reached(
    there: TestProvider,
) -> None:
    provider = Provider(replace(there.settings, acr=("eidas2", "eidas3")))
    assert came(there, provider).subject == "marie"  # the provider does as it is asked
    there.says = {"acr": "eidas1"}
    assert refused(there, provider) == "provider-too-weak"
    there.says = {"acr": None}
    assert refused(there, provider) == "provider-too-weak"


def test_a_provider_that_takes_claims_is_asked_by_them_for_levels_and_proofs(
    there: TestProvider,
) -> None:
    there.describes = {"claims_parameter_supported": True}
    provider = Provider(replace(there.settings, acr=("eidas2", "eidas3")))
    asked = dict(parse_qsl(urlsplit(provider.way_there(Attempt.begin(), BACK)).query))
    level = {"essential": True, "values": ["eidas2", "eidas3"]}
    assert json.loads(asked["claims"]) == {"id_token": {"acr": level, "amr": None}}
    assert "acr_values" not in asked
    there.says = {"acr": "eidas2"}
    assert came(there, provider).subject == "marie"


def test_what_is_known_again_has_at_least_the_32_characters_that_proconnect_asks_for(
    provider: Provider,
) -> None:
    out = provider.way_out("id token", "https://sillon.example/account/sign-in")
    for address in (provider.way_there(Attempt.begin(), BACK), str(out)):
        said = dict(parse_qsl(urlsplit(address).query))
        assert all(len(said[name]) >= 32 for name in ("state", "nonce") if name in said)


@pytest.mark.parametrize(
    ("said", "strong"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "mfa"}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": "mfa"}, False),
        ({"acr": ["mfa"]}, False),
    ],
    ids=str,
)
def test_two_proofs_are_what_the_settings_call_so(
    there: TestProvider, provider: Provider, said: dict[str, Any], *, strong: bool
) -> None:
    there.says = said
    assert came(there, provider).strong is strong
