"""Machines on a network of their own: namespaces of Linux, or addresses of this machine.

Each namespace has its own network and one cable to this machine, which is the database's. Where
namespaces may not be made, a machine is a group of processes at an address of loopback; cut off, it
is halted, which looks the same from outside but does not let it notice.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from local.postgres.leftovers import die_with_parent
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
STOP_SECONDS = 30


@dataclass
class Host:
    """A machine with one program that serves.

    Parameters
    ----------
    name
        Of its namespace; empty where it has none.
    address
        On the network.
    log
        Where its program's words go.
    """

    name: str
    address: str
    log: Path
    process: subprocess.Popen[bytes] | None = field(default=None)

    def run(self, command: list[str], settings: dict[str, str]) -> None:
        """Start its program, which ends with the test."""
        inside = ["ip", "netns", "exec", self.name] if self.name else []
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*inside, *command],
                cwd=ROOT,
                env={**os.environ, **settings},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(signal.SIGKILL),  # noqa: PLW1509 - first thing run
            )

    @property
    def ended(self) -> bool:
        """Whether its program is over."""
        return self.process is None or self.process.poll() is not None

    def is_solving(self) -> bool:
        """Whether it has begun a process in which a round is solved."""
        if self.process is None:
            return False
        with suppress(psutil.NoSuchProcess):
            family = psutil.Process(self.process.pid).children(recursive=True)
            return any("spawn_main" in " ".join(each.cmdline()) for each in family)
        return False

    def kill(self) -> None:
        """End its program and all that it started, as a machine that loses its power does.

        Returns once the last of them is gone: what it had started may outlive the program itself.
        """
        if self.process is not None:
            group = members(self.process.pid)
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(STOP_SECONDS)
            wait_until(lambda: all(is_over(each) for each in group))

    def cut_off(self) -> None:
        """Take its cable away: nobody hears of it, and it hears of nobody."""
        self._cable("down", signal.SIGSTOP)

    def put_back(self) -> None:
        """Give it its cable again."""
        self._cable("up", signal.SIGCONT)

    def _cable(self, state: str, otherwise: signal.Signals) -> None:
        if self.name:
            ip("-n", self.name, "link", "set", "eth0", state)
        elif self.process is not None:
            os.killpg(self.process.pid, otherwise)


def is_over(process: psutil.Process) -> bool:
    """Whether a process runs no more; nobody need have taken note of its end.

    Its first thread may have ended while another still clears its memory away: until that is done
    the sockets of all stand open, and take in forms that nobody will read.
    """
    try:
        ended: bool = process.status() == psutil.STATUS_ZOMBIE and process.num_threads() == 1
    except psutil.NoSuchProcess:
        return True
    return ended


def members(group: int) -> list[psutil.Process]:
    """Return the processes of a group, whoever is their parent by now."""
    found = []
    for each in psutil.process_iter():
        with suppress(ProcessLookupError, psutil.NoSuchProcess):
            if os.getpgid(each.pid) == group:
                found.append(each)
    return found


@dataclass
class Network:
    """Where machines are put.

    Parameters
    ----------
    middle
        The address of this machine there.
    """

    middle: str
    hosts: list[Host]


@contextmanager
def network(folder: Path, count: int) -> Iterator[Network]:
    """Make so many machines; everything is gone afterwards, whatever was cut off."""
    with ExitStack() as stack:
        name = f"sl{os.getpid()}"
        start = f"10.{200 + os.getpid() % 50}.{os.getpid() // 50 % 250}"
        namespaces = may_be_made(name)
        if namespaces:
            stack.callback(ip, "link", "del", name)
            ip("addr", "add", f"{start}.1/24", "dev", name)
            ip("link", "set", name, "up")
        else:
            start = "127.77.0"
        hosts = []
        for number in range(2, count + 2):
            own = f"{name}-{number}" if namespaces else ""
            host = Host(own, f"{start}.{number}", folder / f"host-{number}.log")
            if namespaces:
                stack.callback(ip, "netns", "del", own)
                plug_in(name, host, number)
            stack.callback(host.kill)
            hosts.append(host)
        yield Network(f"{start}.1", hosts)


def may_be_made(bridge: str) -> bool:
    """Make what the cables go to; return whether this machine allows it."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        return False
    try:
        ip("link", "add", bridge, "type", "bridge")
        ip("netns", "add", f"{bridge}-try")
        ip("netns", "del", f"{bridge}-try")
    except subprocess.CalledProcessError:
        return False
    return True


def plug_in(bridge: str, host: Host, number: int) -> None:
    """Make the namespace of a machine, and its cable."""
    ip("netns", "add", host.name)
    plug = f"{bridge}p{number}"
    ip("link", "add", plug, "type", "veth", "peer", "name", "eth0", "netns", host.name)
    ip("link", "set", plug, "master", bridge)
    ip("link", "set", plug, "up")
    ip("-n", host.name, "addr", "add", f"{host.address}/24", "dev", "eth0")
    ip("-n", host.name, "link", "set", "lo", "up")
    ip("-n", host.name, "link", "set", "eth0", "up")


def ip(*words: str) -> None:
    """Ask Linux for something of its network."""
    subprocess.run([str(shutil.which("ip")), *words], check=True, capture_output=True)
