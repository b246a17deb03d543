"""The configuration: read once from the environment, frozen, complete and sound or refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from webapp.ground import faults
from webapp.ground.errors import ConfigurationError
from webapp.ground.identity_provider import IdentityProvider

MODES = ("production", "demonstration", "test")
GATEWAYS = ("kannel", "kannels", "smsgate", "smsgates")
"""What the address of an association's own gateway begins with; with an s, it is reached by TLS."""
REQUIRED = ("DATABASE_URL", "SILLON_SECRET_KEY", "SILLON_DATA_KEY")
GEOCODERS = ("embedded", "ban", "nominatim")


@dataclass(frozen=True)
class Config:
    """Everything that differs from one installation to another.

    Parameters
    ----------
    database_url
        PostgreSQL, signed in as `sillon_app`.
    reports_database_url
        A replica of it, from which reports, indicators and exports are read; empty: itself.
    reports_lag_seconds
        By how much that may be behind, or else the database itself is read.
    pooled
        Whether `database_url` leads to a pooler that lends connections for one transaction only.
    secret_key
        Signs cookies, links and codes.
    data_key
        Encrypts names, telephone numbers, addresses and notes; kept outside the database.
    old_data_keys
        Earlier ones, which open what they sealed until `flask rotate-data-key` has passed.
    audit_key
        Keys the chain over the audit; empty: the secret key does.
    old_audit_keys
        Earlier ones, by which older rows of the chain are checked.
    audit_file
        Where the head of the chain is kept outside the database; empty: nowhere.
    mode
        `production`, `demonstration` (local, says so on every page) or `test`.
    public_url
        Where people reach Sillon, without a slash at the end; links in messages begin with it.
    mail_url
        `smtp://user:password@host:port?from=address`, or empty: messages go to the console; in
        production they fail, and are tried again.
    sms_url
        An Apprise address of the SMS provider, or empty: the same.
    whatsapp_url
        An Apprise address of Meta's Cloud API, or empty: nobody is reached by WhatsApp.
    bounces_url
        The mailbox that letters are sent from, by POP3, or empty: what comes back, and what people
        answer, is not known.
    gateway_key
        What an own SMS gateway proves itself with when it brings a text message; empty: none may.
    sms_seconds
        Between two text messages; none for what Apprise keeps with this provider.
    geocoder
        `embedded`, `ban` or `nominatim`.
    webhooks_inside
        Whether programs of the own network may be told of what happens, without TLS too.
    security_contact
        Where a weakness is told in private, as `mailto:` or `https://`; empty: nowhere is named.
    help_minutes
        How long a call for help waits for somebody to take it before it is put before others.
    proxies
        How many reverse proxies of ours stand before Sillon; their word on who asks is believed.
    identity_provider
        By which staff may sign in too; none: by password alone.
    """

    database_url: str
    secret_key: str = field(repr=False)
    data_key: str = field(repr=False)
    old_data_keys: tuple[str, ...] = field(default=(), repr=False)
    audit_key: str = field(default="", repr=False)
    old_audit_keys: tuple[str, ...] = field(default=(), repr=False)
    audit_file: str = ""
    reports_database_url: str = field(default="", repr=False)
    reports_lag_seconds: int = 300
    pooled: bool = False
    webhooks_inside: bool = False
    mode: str = "production"
    public_url: str = "http://localhost:8000"
    mail_url: str = field(default="", repr=False)
    sms_url: str = field(default="", repr=False)
    whatsapp_url: str = field(default="", repr=False)
    bounces_url: str = field(default="", repr=False)
    gateway_key: str = field(default="", repr=False)
    sms_seconds: float | None = None
    geocoder: str = "embedded"
    security_contact: str = ""
    translation_url: str = ""
    help_minutes: int = 10
    proxies: int = 0
    identity_provider: IdentityProvider | None = None

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise ConfigurationError(f"SILLON_MODE is one of {', '.join(MODES)}, not {self.mode}.")
        found = [*self._faults(), *(self._faults_in_production() if self.is_production else [])]
        if any(found):
            raise ConfigurationError(" ".join(filter(None, found)))

    def _faults(self) -> Iterator[str | None]:
        yield faults.of_database("DATABASE_URL", self.database_url)
        if self.reports_database_url:
            yield faults.of_database("SILLON_REPORTS_DATABASE_URL", self.reports_database_url)
        yield faults.of_mail(self.mail_url) if self.mail_url else None
        yield faults.of_bounces(self.bounces_url) if self.bounces_url else None
        yield faults.of_public_url(self.public_url, encrypted=self.is_production)
        yield faults.of_contact(self.security_contact) if self.security_contact else None
        yield faults.of_translation(self.translation_url) if self.translation_url else None
        if self.geocoder not in GEOCODERS:
            yield f"SILLON_GEOCODER is one of {', '.join(GEOCODERS)}, not {self.geocoder}."
        if self.identity_provider:
            yield from self.identity_provider.faults()
        if self.data_key in self.old_data_keys:
            yield "SILLON_OLD_DATA_KEYS names SILLON_DATA_KEY too: it is for the keys from before."

    def _faults_in_production(self) -> Iterator[str | None]:
        yield faults.of_secret("SILLON_SECRET_KEY", self.secret_key)
        yield faults.of_secret("SILLON_DATA_KEY", self.data_key)
        if self.audit_key:
            yield faults.of_secret("SILLON_AUDIT_KEY", self.audit_key)
        if self.gateway_key:
            yield faults.of_secret("SILLON_GATEWAY_KEY", self.gateway_key)
        if self.secret_key == self.data_key:
            yield "SILLON_SECRET_KEY and SILLON_DATA_KEY are the same: make each its own."

    @property
    def takes_replies(self) -> bool:
        """Whether what people write back by text message comes in: by an own gateway alone."""
        return bool(self.gateway_key) and self.sms_url.partition(":")[0] in GATEWAYS

    @property
    def takes_answers(self) -> bool:
        """Whether what people answer by e-mail comes in."""
        return bool(self.bounces_url)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the configuration, and name every missing setting at once."""
        missing = [name for name in REQUIRED if not environment.get(name)]
        if missing:
            raise ConfigurationError(f"Set {', '.join(missing)}: see docs/operations.md.")
        optional = {
            "mode": "SILLON_MODE",
            "reports_database_url": "SILLON_REPORTS_DATABASE_URL",
            "audit_key": "SILLON_AUDIT_KEY",
            "audit_file": "SILLON_AUDIT_FILE",
            "public_url": "SILLON_PUBLIC_URL",
            "mail_url": "SILLON_MAIL_URL",
            "sms_url": "SILLON_SMS_URL",
            "whatsapp_url": "SILLON_WHATSAPP_URL",
            "bounces_url": "SILLON_BOUNCES_URL",
            "gateway_key": "SILLON_GATEWAY_KEY",
            "geocoder": "SILLON_GEOCODER",
            "security_contact": "SILLON_SECURITY_CONTACT",
            "translation_url": "SILLON_TRANSLATION_URL",
        }
        return cls(
            database_url=environment["DATABASE_URL"],
            secret_key=environment["SILLON_SECRET_KEY"],
            data_key=environment["SILLON_DATA_KEY"],
            old_data_keys=tuple(environment.get("SILLON_OLD_DATA_KEYS", "").split()),
            old_audit_keys=tuple(environment.get("SILLON_OLD_AUDIT_KEYS", "").split()),
            sms_seconds=faults.seconds(environment, "SILLON_SMS_SECONDS"),
            reports_lag_seconds=faults.whole_number(environment, "SILLON_REPORTS_LAG_SECONDS", 300),
            help_minutes=faults.whole_number(environment, "SILLON_HELP_MINUTES", 10),
            proxies=faults.whole_number(environment, "SILLON_PROXIES", 0),
            pooled=faults.yes_or_no(environment, "SILLON_POOLED"),
            identity_provider=IdentityProvider.from_environment(environment),
            webhooks_inside=faults.yes_or_no(environment, "SILLON_WEBHOOKS_INSIDE"),
            **{
                key: environment[name].rstrip("/")
                for key, name in optional.items()
                if environment.get(name)
            },
        )

    @property
    def is_production(self) -> bool:
        """Whether real people are served, so that nothing made for a local start will do."""
        return self.mode == "production"

    @property
    def demonstration(self) -> bool:
        """Whether this is a local start with invented data, which every page says."""
        return self.mode == "demonstration"

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies are for HTTPS alone: always, but for a local start."""
        return self.mode != "demonstration"
