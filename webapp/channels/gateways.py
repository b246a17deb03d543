"""An association's own gateway: Kannel, or an Android telephone with an open app.

Both tell afterwards what became of a text message, by the receipt that it was given along.
"""

import json
from abc import ABC, abstractmethod
from base64 import b64encode
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from webapp.channels import Letter, NotSentError, gsm
from webapp.ground.config import GATEWAYS
from webapp.ground.errors import ConfigurationError

SECONDS = 20
TAKEN, REFUSED, ASKED_OFTEN = range(200, 300), range(400, 500), 429


class Gateway(ABC):
    """A gateway behind HTTP.

    Parameters
    ----------
    url
        Its address, with name and password.
    public_url
        Where the gateway reaches Sillon, unless the address says `calls=`.
    """

    gives_receipts = True
    every = timedelta()
    """How far apart two messages leave: a gateway keeps its own queue."""
    path = "/"

    def __init__(self, url: str, public_url: str) -> None:
        parts = urlsplit(url)
        self._options = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self._calls = self._options.get("calls", public_url)
        self._encrypted = parts.scheme.endswith("s")
        self._place = (parts.hostname or "", parts.port)
        self._path = parts.path.rstrip("/") or self.path
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")

    def check(self) -> None:
        """Raise `ConfigurationError` if the address lacks what it needs."""
        if not (all(self._place) and self._user and self._password):
            raise ConfigurationError(
                "SILLON_SMS_URL: a gateway's address is name:password@host:port after its scheme. "
                "docs/operations.md shows how one is written."
            )

    def send(self, letter: Letter) -> None:
        """Hand the text over; what the gateway does not confirm counts as not sent."""
        try:
            status = self._ask(letter.to[0], gsm.fold(letter.body), letter.receipt)
        except (OSError, HTTPException) as error:
            raise NotSentError("sms-unreachable") from error
        if status in TAKEN:
            return
        misspelt = status in REFUSED and status != ASKED_OFTEN
        raise NotSentError("sms-setting" if misspelt else "sms-refused")

    @abstractmethod
    def _ask(self, number: str, text: str, receipt: str) -> int:
        """Ask for a text to be sent, and return the status of the answer."""

    def _request(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> int:
        kind = HTTPSConnection if self._encrypted else HTTPConnection
        connection = kind(*self._place, timeout=SECONDS)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()


class Kannel(Gateway):
    """Kannel's `smsbox`, at `kannel://name:password@host:13013?from=sender`."""

    path = "/cgi-bin/sendsms"

    def _ask(self, number: str, text: str, receipt: str) -> int:
        short = gsm.ALPHABET.issuperset(text)
        asked = {
            "username": self._user,
            "password": self._password,
            "to": number.lstrip("+"),
            "text": text,
            # Without these two, what is not Latin arrives as question marks.
            "coding": 0 if short else 2,
            "charset": "UTF-8",
            "dlr-mask": 1 + 2 + 8 + 16,  # delivered, failed, accepted, refused
            "dlr-url": f"{self._calls}/gateway/receipts/{receipt}?type=%d",
        }
        if "from" in self._options:
            asked["from"] = self._options["from"]
        return self._request("GET", f"{self._path}?{urlencode(asked)}", None, {})


class Telephone(Gateway):
    """The app "SMS Gateway for Android", at `smsgate://name:password@host:8080`.

    The receipt is the message's id there: the app gives it back in its webhooks.
    """

    path = "/message"

    def _ask(self, number: str, text: str, receipt: str) -> int:
        asked = {
            "id": receipt,
            "textMessage": {"text": text},
            "phoneNumbers": [number],
            "withDeliveryReport": True,
        }
        proof = b64encode(f"{self._user}:{self._password}".encode()).decode()
        headers = {"Content-Type": "application/json", "Authorization": f"Basic {proof}"}
        return self._request("POST", self._path, json.dumps(asked).encode(), headers)


def gateway_at(url: str, public_url: str) -> Gateway | None:
    """Return the gateway at an address; none where it is an address of Apprise's."""
    scheme = url.partition("://")[0]
    if scheme not in GATEWAYS:
        return None
    return (Kannel if scheme.startswith("kannel") else Telephone)(url, public_url)
