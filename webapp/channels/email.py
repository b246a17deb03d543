"""E-mail by SMTP, at `smtp://user:password@host:port?from=address` (`smtps://` for TLS at once)."""

import hashlib
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import parse_qs, unquote, urlsplit

from webapp.channels import Letter, NotSentError

TIMEOUT_SECONDS = 20


class Mail:
    """Hands letters to an SMTP server.

    Parameters
    ----------
    url
        The server's address. `from` names the sender; `tls=none` is for a server on this machine.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        options = parse_qs(parts.query)
        self._encrypted_at_once = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (465 if self._encrypted_at_once else 587)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._from = options.get("from", [f"sillon@{self._host}"])[0]
        self._starttls = not self._encrypted_at_once and options.get("tls") != ["none"]

    def send(self, letter: Letter) -> None:
        """Hand the letter over; what the server does not confirm counts as not sent."""
        try:
            with self._connect() as server:
                if self._starttls:
                    server.starttls(context=ssl.create_default_context())
                if self._user:
                    server.login(self._user, self._password)
                server.send_message(self._written(letter))
        except smtplib.SMTPRecipientsRefused as error:
            raise NotSentError("address-refused") from error
        except smtplib.SMTPServerDisconnected as error:
            raise NotSentError("mail-disconnected") from error
        except smtplib.SMTPException as error:
            raise NotSentError("mail-refused") from error
        except OSError as error:
            raise NotSentError("mail-unreachable") from error

    def _connect(self) -> smtplib.SMTP:
        if self._encrypted_at_once:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(
                self._host, self._port, timeout=TIMEOUT_SECONDS, context=context
            )
        return smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS)

    def _written(self, letter: Letter) -> EmailMessage:
        written = EmailMessage()
        written["From"], written["To"] = self._from, ", ".join(letter.to)
        written["Subject"], written["Date"] = letter.subject, formatdate()
        # One number at every attempt: a letter received twice is shown once by most programs.
        digest = hashlib.sha256(letter.key.encode()).hexdigest()[:32]
        written["Message-ID"] = f"<{digest}@{self._from.partition('@')[2]}>"
        written["Content-Language"] = letter.language
        written["Auto-Submitted"] = "auto-generated"
        written.set_content(letter.body)
        return written
