"""A mail server and a gateway on this machine that fail in every way in which theirs do."""

import asyncio
import http.server
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession

SLOW_SECONDS = 0.05
ACCEPTED, DELIVERED, FAILED, REFUSED, UNHEARD_OF = 8, 1, 2, 16, 99

RECEIPTS: dict[str, tuple[int, ...]] = {
    "none comes": (),
    "accepted alone": (ACCEPTED,),
    "delivered alone": (DELIVERED,),
    "in order": (ACCEPTED, DELIVERED),
    "delivered first": (DELIVERED, ACCEPTED),
    "each doubled": (ACCEPTED, ACCEPTED, DELIVERED, DELIVERED),
    "failed after delivered": (DELIVERED, FAILED),
    "wrong number": (FAILED,),
    "wrong number, then accepted": (FAILED, ACCEPTED),
    "full box": (ACCEPTED, FAILED),
    "failed, then delivered after all": (FAILED, DELIVERED),
    "refused": (REFUSED,),
    "refused twice": (REFUSED, REFUSED),
    "a word of another kind": (UNHEARD_OF, DELIVERED),
}
"""What a network tells of a text that it has."""
BEFORE_TAKING = (
    "down", "reset", "slow and down", "500", "502 of a proxy", "503", "504 of a proxy", "429",
    "garbled before",
)  # fmt: skip
AFTER_TAKING = (
    "lost acknowledgement", "lost, its receipts late", "500 after taking", "garbled after",
)  # fmt: skip
SILENT = {"down", "reset", "slow and down", "lost acknowledgement", "lost, its receipts late"}
AT_ADDRESS = ("450 not yet known", "550 unknown", "reset at the address")
AT_LETTER = ("421 and gone", "451 at the letter", "452 full", "454 no key", "554 unwanted")
OF_MAIL = (*AT_ADDRESS, *AT_LETTER, "reset before", "reset after", "slow")
"""How a try goes wrong before or after the text is with the carrier."""


@dataclass
class Drawn:
    """What happens to one message.

    Parameters
    ----------
    faults
        One a try, in order; the tries after them go well.
    receipts
        What the network tells of a text once it has it.
    """

    faults: list[str]
    receipts: tuple[int, ...] = ()
    taken: int = 0
    names: set[str] = field(default_factory=set)
    """What the message is called, at each try."""


@dataclass
class Carriers:
    """Both carriers, what they were drawn to do, and what they have taken.

    Parameters
    ----------
    drawn
        By what stands in the body of a message: its link, which is its alone.
    """

    chance: random.Random
    drawn: dict[str, Drawn] = field(default_factory=dict)
    told: list[tuple[str, int, bool]] = field(default_factory=list)
    """Receipts that are on their way: address, what it tells, whether it is late."""
    met: Counter[str] = field(default_factory=Counter)

    def next_fault(self, drawn: Drawn) -> str:
        fault = drawn.faults.pop(0) if drawn.faults else ""
        self.met[fault or "no fault"] += 1
        return fault

    def take(self, drawn: Drawn, name: str) -> None:
        drawn.taken += 1
        drawn.names.add(name)

    def tell(self, drawn: Drawn, address: str, *, late: bool) -> None:
        self.told += [(address, number, late) for number in drawn.receipts]


def gateway_of(carriers: Carriers) -> http.server.ThreadingHTTPServer:
    """Return a gateway that is asked as Kannel is; the caller lets it serve."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            drawn = carriers.drawn[asked["to"][0]]
            fault = carriers.next_fault(drawn)
            if fault.startswith("slow"):
                time.sleep(SLOW_SECONDS)
            if fault not in BEFORE_TAKING:
                address = asked["dlr-url"][0]
                carriers.take(drawn, urlsplit(address).path)
                carriers.tell(drawn, address, late="late" in fault)
            if fault.startswith("garbled"):
                self.wfile.write(b"\0\xff no answer of any kind\r\n")
            if fault in SILENT or fault.startswith("garbled"):
                self.close_connection = True
                return
            self.send_response(int(fault[:3]) if fault[:3].isdecimal() else 202)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing on the terminal."""

    return http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)


class Post:
    """The mail server's side of letters."""

    def __init__(self, carriers: Carriers) -> None:
        self._carriers = carriers

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self,
        server: SMTP,
        _session: SmtpSession,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        drawn = self._carriers.drawn[address]
        if drawn.faults and drawn.faults[0] in AT_ADDRESS:
            fault = self._carriers.next_fault(drawn)
            if not fault.startswith("reset"):
                return fault
            _hang_up(server)
        envelope.rcpt_tos.append(address)
        return "250 Known"

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, _session: SmtpSession, envelope: Envelope
    ) -> str:
        carriers, [reader] = self._carriers, envelope.rcpt_tos
        drawn = carriers.drawn[reader]
        fault = carriers.next_fault(drawn)
        if fault in AT_LETTER:
            return fault
        if fault == "slow":
            await asyncio.sleep(SLOW_SECONDS)
        if fault != "reset before":
            mail = BytesHeaderParser().parsebytes(envelope.original_content or b"")
            carriers.take(drawn, str(mail["Message-ID"]))
        if fault.startswith("reset"):
            _hang_up(server)
        return "250 Taken"


def _hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


def serve(server: http.server.ThreadingHTTPServer) -> threading.Thread:
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    return thread
