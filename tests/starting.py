"""The local start as a process: what `run.py` becomes once its environment stands."""

import os
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 200


class Start:
    """`run.py`, past its set-up: the environment of the tests is good enough.

    Parameters
    ----------
    folder
        Where its data lies.
    arguments
        What is typed after `run.py start`.
    seconds
        After so long it is killed, whatever it does.
    """

    def __init__(self, folder: Path, *arguments: str, seconds: float = PATIENCE_SECONDS) -> None:
        self.said = ""
        self.family: list[psutil.Process] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "local", "start", *arguments],
            cwd=ROOT,
            env=environment(folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._watchdog = threading.Timer(seconds, self.process.kill)
        self._watchdog.start()

    def wait_until_ready(self) -> "Start":
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                self.children()
                return self
        raise AssertionError(f"It ended: {self.said}")

    @property
    def port(self) -> int:
        found = re.search(r"localhost:(\d+)", self.said)
        assert found is not None
        return int(found[1])

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=PATIENCE_SECONDS)
        except urllib.error.HTTPError:
            return True
        return True

    def is_served(self) -> bool:
        """Whether the web server and the database answer."""
        try:
            address = f"http://127.0.0.1:{self.port}/health/ready"
            with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def children(self) -> list[psutil.Process]:
        """Its processes at this moment, each remembered as one of the family."""
        now: list[psutil.Process] = []
        with suppress(psutil.NoSuchProcess):
            now = psutil.Process(self.process.pid).children(recursive=True)
        self.family += [each for each in now if each not in self.family]
        return now

    def child(self, *words: str) -> psutil.Process | None:
        """The first of its processes whose command has these words, if there is one."""
        for each in self.children():
            with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                if all(word in " ".join(each.cmdline()) for word in words):
                    return each
        return None

    def database(self) -> psutil.Process | None:
        """The server itself; those that serve one connection each are its children."""
        return self.child("postgres", " -D ")

    def worker(self) -> psutil.Process | None:
        return self.child("flask", " work")

    def web(self) -> psutil.Process | None:
        return self.child("local.web")

    def solver(self) -> psutil.Process | None:
        """Where a round is being solved, if one is."""
        return self.child("multiprocessing", "spawn_main")

    def end(self, number: int) -> int:
        """Send a signal, and wait until it has ended and what it said is read."""
        self.children()
        self.process.send_signal(number)
        self.said += self.process.communicate()[0]
        self._watchdog.cancel()
        return self.process.returncode

    def last_words(self) -> str:
        """What it said when it ended by itself, if it did."""
        if self.process.poll() is None or self.process.stdout is None:
            return "It goes on."
        return f"It ended with {self.process.returncode}: {self.process.stdout.read()}"

    def survivors(self) -> list[psutil.Process]:
        """Its processes that are still there after a moment to leave."""
        return list(psutil.wait_procs(self.family, timeout=PATIENCE_SECONDS)[1])


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    return {**kept, "SILLON_DATA_FOLDER": str(folder)}
