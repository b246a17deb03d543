"""A setting that cannot work is one sentence at start, and never a password in it."""

import pytest

from tests.keys import PRODUCTION_KEYS
from webapp.geography.geocoding_services import make_geocoder
from webapp.ground import faults
from webapp.ground.config import GEOCODERS, Config
from webapp.ground.errors import ConfigurationError

GOOD = {
    "DATABASE_URL": "postgresql://sillon_app:hidden@database.example/sillon",
    "SILLON_PUBLIC_URL": "https://sillon.example",
    **PRODUCTION_KEYS,
}
NO_DATABASE = (
    "DATABASE_URL is no address of PostgreSQL: write postgresql://role:password@host/database, "
    "and percent codes for @, :, / and % in the password."
)
NO_MAIL_SERVER = (
    "SILLON_MAIL_URL is no address of a mail server: write "
    "smtp://user:password@host:port?from=address, or smtps:// for TLS at once."
)
NO_CONTACT = "SILLON_SECURITY_CONTACT is mailto:name@example.org, or an address with https://."
NO_SENDER = "SILLON_MAIL_URL says from=, and what follows is no e-mail address."
NO_PATH = "SILLON_PUBLIC_URL is an address without a path, such as https://sillon.example."
REPEATS = "SILLON_DATA_KEY repeats itself, so that it can be guessed: make one with `openssl rand -hex 32`."  # fmt: skip  # noqa: E501


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "DATABASE_URL",
            "postgres://sillon_app:hidden@database.example/sillon",
            "DATABASE_URL begins with postgresql://, not with postgres://.",
        ),
        ("DATABASE_URL", "mysql://sillon_app:hidden@database.example/sillon", NO_DATABASE),
        ("DATABASE_URL", "postgresql+psycopg://sillon_app:hidden@host/sillon", NO_DATABASE),
        ("DATABASE_URL", "postgresql://sillon_app@host:hidden/sillon", NO_DATABASE),
        ("DATABASE_URL", "postgresql://sillon_app:hid/den@host/sillon", NO_DATABASE),
        ("DATABASE_URL", "postgresql://sillon_app:hid%den@host/sillon", NO_DATABASE),
        ("SILLON_MAIL_URL", "mail.example:25", NO_MAIL_SERVER),
        ("SILLON_MAIL_URL", "https://mail.example", NO_MAIL_SERVER),
        ("SILLON_MAIL_URL", "smtp://", NO_MAIL_SERVER),
        ("SILLON_MAIL_URL", "smtp://user:hidden@mail.example:mail", NO_MAIL_SERVER),
        ("SILLON_MAIL_URL", "smtp://user:hidden@mail.example?form=a@b.example", NO_MAIL_SERVER),
        (
            "SILLON_MAIL_URL",
            "smtp://user:hidden@mail.example?tls=off",
            "SILLON_MAIL_URL may say tls=none, for a server on this machine, and nothing else.",
        ),
        ("SILLON_MAIL_URL", "smtp://user:hidden@mail.example?from=sillon", NO_SENDER),
        ("SILLON_MAIL_URL", "smtp://user:hidden@mail.example?from=", NO_SENDER),
        ("SILLON_MAIL_URL", "smtp://user:hidden@mail.example?from=S <s@a.example>", NO_SENDER),
        (
            "SILLON_GEOCODER",
            "google",
            "SILLON_GEOCODER is one of embedded, ban, nominatim, not google.",
        ),
        ("SILLON_SECURITY_CONTACT", "security@sillon.example", NO_CONTACT),
        ("SILLON_SECURITY_CONTACT", "https://", NO_CONTACT),
        ("SILLON_SECURITY_CONTACT", "mailto:a@b.example\nX: y", NO_CONTACT),
        ("SILLON_PROXIES", "one", "SILLON_PROXIES is a whole number such as 0, not one."),
        ("SILLON_PROXIES", "-1", "SILLON_PROXIES is a whole number such as 0, not -1."),
        (
            "SILLON_REPORTS_DATABASE_URL",
            "postgres://sillon_app:hidden@replica/sillon",
            "SILLON_REPORTS_DATABASE_URL begins with postgresql://, not with postgres://.",
        ),
        (
            "SILLON_REPORTS_LAG_SECONDS",
            "5 min",
            "SILLON_REPORTS_LAG_SECONDS is a whole number such as 300, not 5 min.",
        ),
        ("SILLON_POOLED", "yes", "SILLON_POOLED is 1 or 0, not yes."),
        ("SILLON_MODE", "prod", "SILLON_MODE is one of production, demonstration, test, not prod."),
        ("SILLON_PUBLIC_URL", "https://sillon.example/app", NO_PATH),
        ("SILLON_PUBLIC_URL", "https://", NO_PATH),
        (
            "SILLON_DATA_KEY",
            PRODUCTION_KEYS["SILLON_SECRET_KEY"],
            "SILLON_SECRET_KEY and SILLON_DATA_KEY are the same: make each its own.",
        ),
        (
            "SILLON_OLD_DATA_KEYS",
            f"hidden {PRODUCTION_KEYS['SILLON_DATA_KEY']}",
            "SILLON_OLD_DATA_KEYS names SILLON_DATA_KEY too: it is for the keys from before.",
        ),
        ("SILLON_DATA_KEY", "a" * 40, REPEATS),
        ("SILLON_DATA_KEY", "0123456789abcdef" * 4, REPEATS),
    ],
)
def test_a_setting_that_cannot_work_is_told_in_one_sentence(
    name: str, value: str, sentence: str
) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        Config.from_environment({**GOOD, name: value})
    assert str(refusal.value) == sentence
    assert "hidden" not in str(refusal.value)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ConfigurationError) as refusal:
        Config.from_environment({**GOOD, "SILLON_GEOCODER": "google", "SILLON_MAIL_URL": "mail"})
    assert "SILLON_GEOCODER" in str(refusal.value)
    assert "SILLON_MAIL_URL" in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://sillon_app@/sillon?host=%2Frun%2Fsillon"),
        ("DATABASE_URL", "postgresql://sillon_app:pa%2Fss@[::1]:5433/sillon?sslmode=require"),
        ("SILLON_MAIL_URL", "smtps://user:pass@mail.example"),
        ("SILLON_MAIL_URL", "smtp://127.0.0.1:25?tls=none&from=sillon@programme.example"),
        ("SILLON_PUBLIC_URL", "https://sillon.example:8443/"),
        ("SILLON_PROXIES", "2"),
        ("SILLON_POOLED", "1"),
        ("SILLON_REPORTS_DATABASE_URL", "postgresql://sillon_app:pass@replica/sillon"),
        ("SILLON_REPORTS_LAG_SECONDS", "60"),
        ("SILLON_WEBHOOKS_INSIDE", "1"),
        ("SILLON_SECURITY_CONTACT", "mailto:security@sillon.example"),
        ("SILLON_SECURITY_CONTACT", "https://sillon.example/weakness"),
        ("SILLON_OLD_DATA_KEYS", ""),
        ("SILLON_OLD_DATA_KEYS", "short and-old"),
    ],
)
def test_a_setting_that_works_is_taken(name: str, value: str) -> None:
    assert Config.from_environment({**GOOD, name: value}).is_production


def test_a_secret_as_the_sentence_makes_it_is_taken() -> None:
    made = "5f2b0e7c9d41a8361be07f52c8a39d6407e1f5b23c9a48d6e0b17f532d8c46a9"
    assert faults.of_secret("SILLON_DATA_KEY", made) is None


@pytest.mark.parametrize("service", GEOCODERS)
def test_every_geocoder_that_may_be_set_can_be_made(service: str) -> None:
    assert make_geocoder(service)
