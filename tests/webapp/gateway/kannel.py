"""A real Kannel with the sample of deploy/, adapted in ports and key, and the network behind it."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote_to_bytes

from local.postgres.leftovers import die_with_parent
from tests.ports import HERE, free_ports
from tests.waiting import wait_until

SAMPLE = Path(__file__).parents[3] / "deploy" / "kannel.conf"
STOP_SECONDS = 10
LINE_SECONDS = 60
MOST_PARTS = 10


class Network:
    """The telephone network's side of Kannel's `fake` connection: takes texts, and brings some."""

    def __init__(self, port: int) -> None:
        self._connection = socket.create_connection((HERE, port), timeout=LINE_SECONDS)
        self._lines = self._connection.makefile("rb")

    def close(self) -> None:
        self._lines.close()
        self._connection.close()

    def take(self) -> tuple[str, str]:
        """Return the number and the words of the next text, its parts put together."""
        words, number = "", ""
        for _ in range(MOST_PARTS):
            _sender, to, kind, rest = self._lines.readline().rstrip(b"\n").split(b" ", 3)
            header, wide = b"\x05\x00\x03\x00\x01\x01", kind == b"ucs-2"
            if kind == b"udh":
                encoded, kind, rest = rest.split(b" ", 2)
                header = unquote_to_bytes(encoded)
            plain = unquote_to_bytes(rest.replace(b"+", b" "))
            # A part of a long text does not say which: two bytes a letter have one below the signs.
            wide = wide or (kind == b"data" and min(plain) < min(b"\n"))
            words += plain.decode("utf-16-be" if wide else "utf-8")
            number = to.decode()
            if header[4] == header[5]:
                break
        return number, words

    def bring(self, number: str, words: str) -> None:
        """Let somebody write."""
        self._connection.sendall(f"{number} 123 text {words}\n".encode())


@dataclass(frozen=True)
class Kannel:
    """A running Kannel.

    Parameters
    ----------
    url
        What `SILLON_SMS_URL` is to be.
    """

    url: str
    network: Network


def written(folder: Path, ports: list[int], calls: str, key: str) -> Path:
    """Write the sample for this machine."""
    sample = SAMPLE.read_text()
    changed = dict(zip(("13000", "13001", "13002", "13013"), map(str, ports), strict=True))
    changed |= {"http://gateway:SILLON_GATEWAY_KEY@127.0.0.1:8000": f"http://gateway:{key}@{calls}",
                "/var/spool/kannel": str(folder / "spool"),
                "http-queue-delay = 30": "http-queue-delay = 1"}  # fmt: skip
    body = "\n".join(line for line in sample.splitlines() if not line.startswith("#"))
    for old, new in changed.items():
        assert old in body, old
        body = body.replace(old, new)
    for name in ("spool", "spool-receipts"):
        (folder / name).mkdir()
    (folder / "kannel.conf").write_text(body)
    return folder / "kannel.conf"


@contextmanager
def running(folder: Path, calls: str, key: str) -> Iterator[Kannel]:
    """Run Kannel's two processes, which end with the test.

    Parameters
    ----------
    calls
        Where it reaches Sillon, as host and port.
    """
    ports = free_ports(4)
    configuration = written(folder, ports, calls, key)
    _admin, boxes, network, texts = ports
    started: list[subprocess.Popen[bytes]] = []
    try:
        for program, port in (("bearerbox", boxes), ("smsbox", texts)):
            started.append(start(program, configuration))
            wait_until(partial(is_open, port))
        line = Network(network)
        yield Kannel(f"kannel://sillon:password@{HERE}:{texts}?from=Sillon&calls=http://{calls}",
                     line)  # fmt: skip
        line.close()
    finally:
        for process in reversed(started):
            end(process)


def start(program: str, configuration: Path) -> subprocess.Popen[bytes]:
    with (configuration.parent / f"{program}.log").open("wb") as log:
        return subprocess.Popen(
            [f"{os.environ['SILLON_KANNEL']}/{program}", "-v", "1", str(configuration)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - first thing run
        )


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def is_open(port: int) -> bool:
    try:
        socket.create_connection((HERE, port), timeout=1).close()
    except OSError:
        return False
    return True
