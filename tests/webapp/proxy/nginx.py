"""A real nginx with the sample of deploy/, adapted in addresses only: ports, names, folders."""

import os
import pwd
import re
import shutil
import signal
import socket
import ssl
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

from local.postgres.leftovers import die_with_parent
from tests.ports import free_ports
from tests.waiting import wait_until

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "deploy" / "nginx.conf"
SYSTEM = Path("/etc/nginx/nginx.conf")
"""What the distribution's package loads the sample from."""
SCRATCH = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
START_SECONDS = 120
STOP_SECONDS = 10
HERE = "127.0.0.1"
ELSEWHERE = "127.0.0.2"
"""Another address of this machine, for a visitor whom nginx takes for a stranger."""


@dataclass
class Answer:
    """What a visitor got."""

    status: int
    headers: Message
    text: str


@dataclass(frozen=True)
class Proxy:
    """A running nginx.

    Parameters
    ----------
    plain, encrypted
        Its ports.
    backend
        The port where it looks for Sillon.
    certificate
        What a visitor has to trust.
    """

    plain: int
    encrypted: int
    backend: int
    certificate: Path

    def connect(self, source: str = HERE) -> HTTPSConnection:
        """Return a connection of a visitor from an address of this machine."""
        trusting = ssl.create_default_context(cafile=self.certificate)
        trusting.check_hostname = False  # it is known here by its address
        return HTTPSConnection(
            HERE, self.encrypted, context=trusting, timeout=120, source_address=(source, 0)
        )

    @contextmanager
    def visitor(self, source: str = HERE) -> Iterator[HTTPSConnection]:
        """One connection that stays open over several requests, as a browser's does."""
        connection = self.connect(source)
        try:
            yield connection
        finally:
            connection.close()

    def get(self, path: str, source: str = HERE, **headers: str) -> Answer:
        """Ask for one page."""
        with self.visitor(source) as connection:
            return ask(connection, path, **headers)

    def moved_to(self, path: str) -> str | None:
        """Return where a visitor without encryption is sent."""
        connection = HTTPConnection(HERE, self.plain, timeout=120)
        try:
            connection.request("GET", path, headers={"Host": "sillon.example"})
            return connection.getresponse().getheader("Location")
        finally:
            connection.close()


def ask(connection: HTTPConnection, path: str, **headers: str) -> Answer:
    """Ask for one page on an open connection."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers={"Host": "sillon.example", **named})
    return read(connection)


def read(connection: HTTPConnection) -> Answer:
    answer = connection.getresponse()
    text = answer.read().decode(errors="replace")
    return Answer(answer.status, answer.headers, text)


def written(folder: Path, errors: Path, ports: dict[str, int], webs: Sequence[str]) -> Path:
    """Write both configurations for this machine, and return the one to load."""
    sample = SAMPLE.read_text()
    for old, new in (
        ("[::]:80;", f"{HERE}:{ports['second plain']};"),
        ("[::]:443 ", f"{HERE}:{ports['second encrypted']} "),
        ("listen 80;", f"listen {HERE}:{ports['plain']};"),
        ("listen 443 ", f"listen {HERE}:{ports['encrypted']} "),
        ("server 127.0.0.1:8000;", " ".join(f"server {each};" for each in webs)),
        ("/etc/ssl/sillon/", f"{folder}/"),
        ("/var/log/nginx/", f"{folder}/"),
        ("/srv/sillon/build/errors/", f"{errors}/"),
        ("/srv/sillon/", f"{ROOT}/"),
    ):
        assert old in sample
        sample = sample.replace(old, new)
    (folder / "sillon.conf").write_text(sample)
    system = SYSTEM.read_text()
    scratch = "".join(f"{each}_temp_path {folder}/{each};\n" for each in SCRATCH)
    for pattern, new in (
        (r"^user .*;", f"user {pwd.getpwuid(os.geteuid()).pw_name};" if os.geteuid() == 0 else ""),
        (r"^pid .*;", f"pid {folder}/nginx.pid;"),
        (r"/var/log/nginx/", f"{folder}/"),
        (r"^http \{", f"http {{\n{scratch}"),
        (r"include /etc/nginx/conf\.d/.*;", f"include {folder}/sillon.conf;"),
        (r"include /etc/nginx/sites-enabled/.*;", ""),
    ):
        system = re.sub(pattern, new, system, flags=re.MULTILINE)
    (folder / "nginx.conf").write_text(system)
    return folder / "nginx.conf"


def make_certificate(folder: Path) -> Path:
    """Make a certificate that only these tests trust."""
    key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -keyout key.pem"
    request = f"req -x509 {key} -days 2 -out fullchain.pem"
    subprocess.run(
        [str(shutil.which("openssl")), *request.split(), "-subj", "/CN=sillon.example"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder / "fullchain.pem"


@contextmanager
def running(folder: Path, errors: Path, webs: Sequence[str] = ()) -> Iterator[Proxy]:
    """Run nginx in the foreground, as a child that ends with the test.

    Parameters
    ----------
    webs
        Where Sillon answers on other machines; else at one port of this one.
    """
    program = os.environ["SILLON_NGINX"]
    names = ("plain", "second plain", "encrypted", "second encrypted", "backend")
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    certificate = make_certificate(folder)
    at = webs or [f"{HERE}:{ports['backend']}"]
    configuration = written(folder, errors, ports, at)
    places = ["-p", str(folder), "-e", str(folder / "first.log"), "-c", str(configuration)]
    process = subprocess.Popen(
        [program, *places, "-g", "daemon off;"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=lambda: die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - first thing run
    )
    try:
        wait_until_open(process, ports["encrypted"])
        yield Proxy(ports["plain"], ports["encrypted"], ports["backend"], certificate)
    finally:
        process.terminate()
        try:
            process.communicate(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def wait_until_open(process: subprocess.Popen[str], port: int) -> None:
    """Return once somebody listens at a port."""
    wait_until(lambda: process.poll() is not None or is_open(port), START_SECONDS)
    assert process.poll() is None, process.communicate()[0]


def is_open(port: int) -> bool:
    try:
        socket.create_connection((HERE, port), timeout=1).close()
    except OSError:
        return False
    return True
