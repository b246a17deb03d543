"""E-mail by SMTP, at `smtp://user:password@host:port?from=address` (`smtps://` for TLS at once)."""

import hashlib
import re
import smtplib
import ssl
from dataclasses import replace
from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import formatdate
from urllib.parse import parse_qs, quote, unquote, urlsplit

from webapp.channels import Letter, NotSentError
from webapp.ground import logs

TIMEOUT_SECONDS = 20
RECEIPT = "X-Sillon-Receipt"
"""The header that comes back with a letter that could not be delivered."""
ANSWERED = "answered"
"""What its second number has before our domain: a letter that referred to itself would confuse."""
BEYOND_ASCII = ("SMTPUTF8", "BODY=8BITMIME")
"""What a server is asked for where an address has other letters; one that cannot refuses it."""


class Subject(UnstructuredHeader, BaseHeader):
    """A subject that keeps every space: encoded whole, where Python leaves plain words between."""

    def fold(self, *, policy: Policy) -> str:
        """Return it as it travels, in lines that every server takes."""
        encoded = Header(str(self), "utf-8", 75, self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {encoded}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("subject", Subject)
WRITTEN = SMTP.clone(header_factory=_HEADERS)
"""How letters are put into bytes. No ">" comes before a line that begins with "From "."""


def sender_of(url: str) -> str:
    """Return the mailbox from which letters come by a server at this address."""
    parts = urlsplit(url)
    return parse_qs(parts.query).get("from", [f"sillon@{parts.hostname or 'localhost'}"])[0]


class Mail:
    """Hands letters to an SMTP server.

    Parameters
    ----------
    url
        The server's address. `from` names the sender; `tls=none` is for a server on this machine.
    """

    gives_receipts = False

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        options = parse_qs(parts.query)
        self._encrypted_at_once = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (465 if self._encrypted_at_once else 587)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._from = sender_of(url)
        self._starttls = not self._encrypted_at_once and options.get("tls") != ["none"]

    def send(self, letter: Letter) -> None:
        """Hand the letter over, to each reader apart; what is not confirmed counts as not sent.

        An address that the server does not take keeps no other reader from it.
        """
        try:
            with self._connect() as server:
                if self._starttls:
                    server.starttls(context=ssl.create_default_context())
                if self._user:
                    server.login(self._user, self._password)
                apart = (replace(letter, to=(_as_sent(reader),)) for reader in letter.to)
                refused = [why for each in apart if (why := self._refused(server, each))]
                if len(refused) == len(letter.to):
                    raise refused[0]
                if refused:
                    logs.log.warning("letter-refused-in-part", readers=len(refused))
        except smtplib.SMTPRecipientsRefused as error:
            raise NotSentError("address-refused") from error
        except smtplib.SMTPServerDisconnected as error:
            raise NotSentError("mail-disconnected") from error
        except smtplib.SMTPException as error:
            raise NotSentError("mail-refused") from error
        except OSError as error:
            raise NotSentError("mail-unreachable") from error

    def _refused(self, server: smtplib.SMTP, letter: Letter) -> smtplib.SMTPException | None:
        """Hand it to one reader; return why the server does not take this address, or nothing."""
        options = () if _is_plain(self._from, *letter.to) else BEYOND_ASCII
        try:
            server.sendmail(self._from, letter.to, written(letter, self._from), options)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError) as error:
            return error
        return None

    def _connect(self) -> smtplib.SMTP:
        if self._encrypted_at_once:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(
                self._host, self._port, timeout=TIMEOUT_SECONDS, context=context
            )
        return smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS)


def written(letter: Letter, sender: str) -> bytes:
    """Return a letter as a mail server takes it."""
    mail = EmailMessage(WRITTEN)
    mail["From"], mail["To"] = sender, ", ".join(letter.to)
    mail["Subject"], mail["Date"] = letter.subject, formatdate()
    # One number at every attempt: a letter received twice is shown once by most programs.
    number = letter.number or hashlib.sha256(letter.key.encode()).hexdigest()[:32]
    domain = sender.partition("@")[2]
    mail["Message-ID"] = f"<{number}@{domain}>"
    # Some providers number letters anew; what a letter refers to they leave, and answers repeat it.
    mail["References"] = f"<{number}@{ANSWERED}.{domain}>"
    if letter.receipt:
        mail[RECEIPT] = letter.receipt
    mail["Content-Language"] = letter.language
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.body, cte="quoted-printable")
    if letter.calendar:
        _attach_calendar(mail, addressed(letter.calendar, sender, letter.to))
    return mail.as_bytes(policy=WRITTEN.clone(utf8=not _is_plain(sender, *letter.to)))


def addressed(calendar: bytes, sender: str, readers: tuple[str, ...]) -> bytes:
    """Name who invites whom in a calendar file: mail programs obey no other (RFC 5546).

    Its readers come already, as they have said: their calendar asks and answers nothing.
    """
    from icalendar import Calendar, vCalAddress  # noqa: PLC0415 (slow to import; few letters do)

    whole = Calendar.from_ical(calendar)
    for event in whole.walk("VEVENT"):
        event.add("organizer", vCalAddress(f"mailto:{quote(sender, safe='@+')}"))
        for reader in readers:
            known = {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE", "ROLE": "REQ-PARTICIPANT"}
            event.add("attendee", vCalAddress(f"mailto:{quote(reader, safe='@+')}", params=known))
    return bytes(whole.to_ical())


def _attach_calendar(mail: EmailMessage, calendar: bytes) -> None:
    """Let a calendar file go along, and mail programs know whether it adds or takes out."""
    method = re.search(rb"^METHOD:(\w+)\r?$", calendar, re.MULTILINE)
    about = {"method": method[1].decode() if method else "PUBLISH", "charset": "utf-8"}
    mail.add_alternative(
        calendar, maintype="text", subtype="calendar", params={**about, "name": "sillon.ics"}
    )


def _as_sent(address: str) -> str:
    """Return an address with its domain in the letters that every server takes (RFC 5891)."""
    name, at, domain = address.rpartition("@")
    try:
        return f"{name}{at}{domain.encode('idna').decode()}"
    except UnicodeError:  # no domain can be so named: the server says so
        return address


def _is_plain(*addresses: str) -> bool:
    return all(address.isascii() for address in addresses)
