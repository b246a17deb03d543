"""What is wrong with a setting, a sentence each; none of them quotes what may hold a password."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

import psycopg

from webapp.ground.errors import ConfigurationError

SHORTEST_SECRET = 32
FEWEST_SIGNS = 10
"""Different ones in a secret: one made at random has them, `aaaa…` has not."""
LOCAL_SECRETS = ("demonstration", "test", "secret", "change")
"""What a secret made for a local start begins with; production refuses it."""
MAIL_OPTIONS = {"from", "tls"}
BARE_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+")


def of_database(name: str, url: str) -> str | None:
    """Return what is wrong with the address of a database, if anything is."""
    if url.startswith("postgres://"):
        return f"{name} begins with postgresql://, not with postgres://."
    try:
        read = psycopg.conninfo.conninfo_to_dict(url) if url.startswith("postgresql://") else None
    except (psycopg.ProgrammingError, UnicodeDecodeError):  # the second of a stray percent sign
        read = None
    if read is None or not str(read.get("port", 5432)).isdecimal():
        return (
            f"{name} is no address of PostgreSQL: write postgresql://role:password@host/database, "
            "and percent codes for @, :, / and % in the password."
        )
    return None


def of_mail(url: str) -> str | None:
    """Return what is wrong with the address of a mail server, if anything is."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    try:
        names_a_server = parts.scheme in {"smtp", "smtps"} and parts.hostname and parts.port != 0
    except ValueError:  # of the port
        names_a_server = False
    if not names_a_server or not options.keys() <= MAIL_OPTIONS:
        return (
            "SILLON_MAIL_URL is no address of a mail server: write "
            "smtp://user:password@host:port?from=address, or smtps:// for TLS at once."
        )
    if options.get("tls", "none") != "none":
        return "SILLON_MAIL_URL may say tls=none, for a server on this machine, and nothing else."
    if "from" in options and not BARE_ADDRESS.fullmatch(options["from"]):
        return "SILLON_MAIL_URL says from=, and what follows is no e-mail address."
    return None


def of_contact(contact: str) -> str | None:
    """Return what is wrong with the address at which a weakness is told."""
    kind, _, rest = contact.partition(":")
    fits = BARE_ADDRESS.fullmatch(rest) if kind == "mailto" else kind == "https" and rest[2:]
    if fits and contact.isascii() and contact.isprintable() and " " not in contact:
        return None
    return "SILLON_SECURITY_CONTACT is mailto:name@example.org, or an address with https://."


def of_bounces(url: str) -> str | None:
    """Return what is wrong with the address of the mailbox that letters come back to."""
    parts = urlsplit(url)
    if parts.scheme in {"pop3", "pop3s"} and parts.hostname and parts.username and parts.password:
        return None
    return "SILLON_BOUNCES_URL is no mailbox: write pop3s://name:password@host."


def of_translation(url: str) -> str | None:
    """Say what is wrong with the address of a server that translates."""
    parts = urlsplit(url)
    if parts.scheme in {"http", "https"} and parts.hostname:
        return None
    return "SILLON_TRANSLATION_URL is an address such as http://translate.internal:5000."


def of_public_url(url: str, *, encrypted: bool) -> str | None:
    """Return what is wrong with the address by which people reach Sillon, if anything is."""
    parts = urlsplit(url)
    if encrypted and parts.scheme != "https":
        return "SILLON_PUBLIC_URL must begin with https:// in production."
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or parts.query:
        return "SILLON_PUBLIC_URL is an address without a path, such as https://sillon.example."
    return None


def of_secret(name: str, secret: str) -> str | None:
    """Return what makes a secret easy to guess, if anything does."""
    made = "make one with `openssl rand -hex 32`."
    if len(secret) < SHORTEST_SECRET or secret.startswith(LOCAL_SECRETS):
        return f"{name} is a default or shorter than {SHORTEST_SECRET} characters: {made}"
    if len(set(secret)) < FEWEST_SIGNS or secret in (secret * 2)[1:-1]:
        return f"{name} repeats itself, so that it can be guessed: {made}"
    return None


def whole_number(environment: Mapping[str, str], name: str, default: int) -> int:
    """Return a setting that is a whole number from 0 on."""
    written = environment.get(name) or str(default)
    if not (written.isascii() and written.isdecimal()):
        raise ConfigurationError(f"{name} is a whole number such as {default}, not {written}.")
    return int(written)


def yes_or_no(environment: Mapping[str, str], name: str) -> bool:
    """Return a setting that is 1 for yes; 0, or nothing, is no."""
    written = environment.get(name) or "0"
    if written not in {"0", "1"}:
        raise ConfigurationError(f"{name} is 1 or 0, not {written}.")
    return written == "1"


def seconds(environment: Mapping[str, str], name: str) -> float | None:
    """Return a setting that is a number of seconds, in parts if need be; none if it is not set."""
    written = environment.get(name, "")
    if not written:
        return None
    if not (written.isascii() and written.replace(".", "", 1).isdecimal()):
        raise ConfigurationError(f"{name} is a number of seconds such as 2.5, not {written}.")
    return float(written)
