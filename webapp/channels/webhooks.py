"""How a program is told: a signed request to an address of the open internet, and nowhere else.

Whoever may name an address must not reach what stands behind our own wall by it. A name is looked
up once, and the connection goes to the very address that was looked at.
"""

import hashlib
import hmac
import json
import socket
import ssl
from base64 import b64decode, b64encode
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NoAnswerYet
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv6Address, IPv6Network, ip_address
from threading import Thread
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, urlsplit

from webapp.channels import NotSentError
from webapp.services.records.webhooks import PREFIX

SECONDS = 10
"""For a whole call: its name looked up, and its answer read, however slowly either comes."""
TAKEN = range(200, 300)
UNICAST = IPv6Network("2000::/3")


@dataclass(frozen=True)
class Notice:
    """What a program is told.

    Parameters
    ----------
    number
        The same at every attempt.
    """

    number: int
    kind: str
    happened_at: datetime
    data: dict[str, Any]

    @property
    def body(self) -> bytes:
        """What is signed and sent."""
        told = {"type": self.kind, "timestamp": self.happened_at.isoformat(), "data": self.data}
        return json.dumps(told).encode()


def signature(secret: str, number: int, at: int, body: bytes) -> str:
    """Sign as Standard Webhooks has it: number, second and body, by HMAC-SHA256.

    Parameters
    ----------
    at
        The second at which it leaves (since 1970): an old one is refused by the program.
    """
    key, signed = b64decode(secret.removeprefix(PREFIX)), f"{number}.{at}.".encode() + body
    return f"v1,{b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()}"


def is_possible(address: str, *, inside: bool) -> bool:
    """Whether an address may be told at all, before its name is looked up.

    Parameters
    ----------
    inside
        Whether programs of the own network may be told, without TLS too.
    """
    try:
        parts = urlsplit(address)
        named = bool((parts.hostname or "").encode("idna")) and parts.port != 0
    except ValueError:  # a name with an empty part, or with one that is too long, as well
        return False
    if not inside and is_an_inner_one(parts.hostname or ""):
        return False
    schemes = ("https", "http") if inside else ("https",)
    plain = not (parts.username or parts.password or parts.fragment)
    printable = address.isascii() and address.isprintable() and " " not in address
    return named and parts.scheme in schemes and plain and printable


def tell(address: str, secret: str, notice: Notice, at: datetime, *, inside: bool) -> str:
    """Tell a program; return the status of its answer.

    Raises
    ------
    NotSentError
        It did not take it: a status, or a code of why there was no answer.
    """
    if not is_possible(address, inside=inside):
        raise NotSentError("not-https")
    parts, second, body = urlsplit(address), int(at.timestamp()), notice.body
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Sillon",
        "webhook-id": str(notice.number),
        "webhook-timestamp": str(second),
        "webhook-signature": signature(secret, notice.number, second, body),
    }
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)

    def call() -> int:
        connection.sock = _connected(parts, inside=inside)
        connection.request("POST", path, body, headers)
        return connection.getresponse().status

    try:
        status = _in_time(call, connection)
    except ssl.SSLError:
        raise NotSentError("certificate") from None
    except TimeoutError:
        raise NotSentError("slow") from None
    except (OSError, HTTPException):
        raise NotSentError("unreachable") from None
    if status not in TAKEN:  # a redirect leads elsewhere: nobody looked at that address
        raise NotSentError(str(status))
    return str(status)


def _in_time(call: Callable[[], int], connection: HTTPConnection) -> int:
    """Return what a call gives within `SECONDS`; one that takes longer is hung up.

    A time limit of a socket counts anew with each byte that comes, and a name is looked up without
    any: so the call has a thread of its own, which nobody waits for any longer.
    """
    answer: Future[int] = Future()

    def run() -> None:
        try:
            answer.set_result(call())
        except BaseException as error:
            answer.set_exception(error)
        finally:
            connection.close()

    Thread(target=run, daemon=True).start()
    try:
        return answer.result(SECONDS)
    except NoAnswerYet:
        if connection.sock is not None:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)
        raise TimeoutError from None


def _connected(parts: SplitResult, *, inside: bool) -> socket.socket:
    """Connect to the address that was looked at, by TLS in the name that was asked for."""
    host, encrypted = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if encrypted else 80)
    late = monotonic() + SECONDS
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not addresses or not (inside or all(map(is_public, addresses))):
        raise NotSentError("not-public")
    if monotonic() > late:
        raise TimeoutError
    plain = socket.create_connection((addresses[0], port), timeout=SECONDS)
    if not encrypted:
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def is_an_inner_one(host: str) -> bool:
    """Whether a host is an address of IP by itself, and none of the open internet."""
    try:
        return not is_public(host)
    except ValueError:
        return False


def is_public(address: str) -> bool:
    """Whether an address (of IP) belongs to one machine of the open internet.

    What an address of version 6 carries inside (mapped, 6to4, Teredo, NAT64) leads elsewhere.
    """
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        within = found in UNICAST and found.sixtofour is None and found.teredo is None
        return within and found.is_global
    return found.is_global and not found.is_multicast
