"""A terminal in which documented commands are typed, on a copy of the project."""

import os
import pty
import select
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from importlib.util import cache_from_source
from pathlib import Path

from tests.documented.written import ROOT

PATIENCE_SECONDS = 600
ELSEWHERE = {
    "/srv/sillon/.venv/bin/": "",
    "/srv/venv/bin/": "",
    "/srv/sillon/": "./",
    "/etc/sillon/": "./",
    "/var/backups/sillon": ".",
}
"""What a server or a container has elsewhere, and where it is here."""


class Terminal:
    """Types commands as they are written.

    Parameters
    ----------
    folder
        Where commands are typed.
    settings
        What the page says is set, beside what every terminal has.
    path
        Folders of programs, before those of the machine.
    """

    def __init__(self, folder: Path, settings: Mapping[str, str], *path: Path) -> None:
        self.folder = folder
        own = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("SILLON_", "PYTEST", "PG")) and "DATABASE_URL" not in name
        }
        programs = os.pathsep.join([*map(str, path), str(Path(sys.executable).parent)])
        self.environment = {**own, "PATH": f"{programs}{os.pathsep}{own['PATH']}", **settings}

    def also(self, **settings: str) -> "Terminal":
        """Return a terminal like this one, in which some more is set."""
        other = copy(self)
        other.environment = {**self.environment, **settings}
        return other

    def run(self, written: str, *fill: str, typed: str = "", code: int = 0) -> str:
        """Type a command, wait for its end, and return what it said.

        Parameters
        ----------
        fill
            What each `…` of the page stands for.
        typed
            What somebody answers whenever they are asked.
        code
            How it is to end.
        """
        line = self.line(written, *fill)
        if typed:
            said, ended = self._talk(line, typed)
        else:
            done = subprocess.run(
                ["/bin/bash", "-c", line],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
                timeout=PATIENCE_SECONDS,
            )
            said, ended = done.stdout, done.returncode
        assert ended == code, f"{line}\nended with {ended}:\n{said}"
        return said

    def line(self, written: str, *fill: str) -> str:
        """Return a command with what its page leaves open."""
        line = written
        for there, here in ELSEWHERE.items():
            line = line.replace(there, here)
        for value in fill:
            before, dots, after = line.partition("…")
            assert dots, f"Nothing is left to fill in: {written}"
            line = before + (value if before.endswith("'") else shlex.quote(value)) + after
        assert "…" not in line, f"Something is left to fill in: {line}"
        return line

    def _talk(self, line: str, typed: str) -> tuple[str, int]:
        """Answer every question, each of which ends in a colon and a space."""
        mine, its = pty.openpty()
        # setsid makes the terminal its own: whoever asks for a passphrase asks the terminal.
        command = ["setsid", "--ctty", "--wait", "bash", "-c", line]
        with subprocess.Popen(
            command, cwd=self.folder, env=self.environment, stdin=its, stdout=its, stderr=its
        ) as process:
            os.close(its)
            said, answered = "", 0
            deadline = time.monotonic() + PATIENCE_SECONDS
            while (more := _read(mine, deadline)) is not None:
                said += more
                if said[answered:].rstrip(" ").endswith(":"):
                    answered = len(said)
                    os.write(mine, f"{typed}\n".encode())
            os.close(mine)
            try:
                process.wait(PATIENCE_SECONDS)
            finally:
                process.kill()
        return said, process.returncode

    @contextmanager
    def serve(self, written: str, number: int = signal.SIGTERM) -> Iterator[subprocess.Popen[str]]:
        """Type a command that runs until it is asked to end; it ends in order."""
        with subprocess.Popen(
            ["/bin/bash", "-c", f"exec {self.line(written)}"],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            try:
                yield process
                process.send_signal(number)
                said = process.communicate(timeout=PATIENCE_SECONDS)[0]
                assert process.returncode == 0, f"{written}\n{said}"
            finally:
                process.kill()


def _read(terminal: int, deadline: float) -> str | None:
    """Return what was said next, or none once everyone at the other end has gone."""
    ready, _, _ = select.select([terminal], [], [], max(0.0, deadline - time.monotonic()))
    if not ready:
        return None
    try:
        return os.read(terminal, 4096).decode(errors="replace") or None
    except OSError:  # Linux's way to say that the other end is closed
        return None


def copy_of_the_project(into: Path) -> Path:
    """Copy what git knows: commands that write must not write into the project itself.

    What Python has compiled of it comes along, to be compiled once.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    names = list(filter(None, listed.stdout.split("\0")))
    for name in [*names, *(cache_from_source(each) for each in names if each.endswith(".py"))]:
        if (ROOT / name).is_file():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, into / name)
    return into
