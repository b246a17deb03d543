"""The local start, with real processes: what it says, and that it leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest

from local.addresses import NoPortError, listen
from local.processes import SHORT_LIFE_SECONDS, Child, ChildEndedError

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 200

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("start")]


class Start:
    """`run.py`, past its set-up: the environment of the tests is good enough.

    Parameters
    ----------
    folder
        Where its data lies.
    arguments
        What is typed after `run.py start`.
    """

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.said = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "local", "start", *arguments],
            cwd=ROOT,
            env=environment(folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._watchdog = threading.Timer(PATIENCE_SECONDS, self.process.kill)
        self._watchdog.start()

    def wait_until_ready(self) -> "Start":
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                self.family = psutil.Process(self.process.pid).children(recursive=True)
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

    def end(self, number: int) -> int:
        """Send a signal, and wait until it has ended and what it said is read."""
        self.process.send_signal(number)
        self.said += self.process.communicate()[0]
        self._watchdog.cancel()
        return self.process.returncode

    def survivors(self) -> list[psutil.Process]:
        """Its processes that are still there after a moment to leave."""
        return list(psutil.wait_procs(self.family, timeout=PATIENCE_SECONDS)[1])


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    return {**kept, "SILLON_DATA_FOLDER": str(folder)}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """The data that all these starts share, as a person's starts do."""
    with TemporaryDirectory(prefix="sillon é à ") as name:
        Path(name).chmod(0o711)
        yield Path(name) / "data"


@pytest.fixture
def starts(folder: Path) -> Iterator[Callable[..., Start]]:
    """Start on the same data, as often as a test likes."""
    started: list[Start] = []

    def start(*arguments: str) -> Start:
        started.append(Start(folder, *arguments))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.end(signal.SIGTERM)


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


def reset(folder: Path) -> str:
    command = [sys.executable, "-m", "local", "reset", "--yes"]
    ended = subprocess.run(
        command, cwd=ROOT, env=environment(folder), check=False, capture_output=True, text=True
    )
    return ended.stdout + ended.stderr


def test_one_start_at_a_time_and_ctrl_c_leaves_no_process(
    starts: Callable[..., Start], busy_port: int, folder: Path
) -> None:
    first = starts("--port", str(busy_port)).wait_until_ready()
    assert first.port > busy_port
    assert f"Port {busy_port} is taken" in first.said
    second = starts()
    assert second.end(0) == 1
    assert second.said.startswith("Sillon already runs on this data folder (process ")
    assert second.said.count("\n") == 1
    assert reset(folder).startswith("Sillon already runs")
    assert first.answers()
    assert first.end(signal.SIGINT) == 0
    assert first.said.endswith("Sillon has ended.\n")
    assert first.survivors() == []


def test_what_a_killed_start_left_is_taken_up_again_and_sigterm_leaves_no_process(
    starts: Callable[..., Start],
) -> None:
    killed = starts().wait_until_ready()
    killed.end(signal.SIGKILL)
    assert killed.survivors() == []
    again = starts().wait_until_ready()
    assert again.answers()
    assert again.end(signal.SIGTERM) == 0
    assert again.survivors() == []


def test_reset_forgets_everything(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    assert reset(folder).startswith("The local data is gone")
    assert not folder.exists()
    assert reset(folder) == "There is no local data.\n"


def test_no_port_left_is_one_sentence() -> None:
    with pytest.raises(NoPortError, match="No port from 65536 on is free"):
        listen(65_536, network=False)


def test_a_child_that_lived_a_while_is_started_again(tmp_path: Path) -> None:
    with Child("worker", ["-c", "import time; time.sleep(60)"], tmp_path / "log") as child:
        killed = child.process.pid
        child.process.kill()
        child.process.wait()
        child.started -= 2 * SHORT_LIFE_SECONDS
        child.keep_up()
        assert child.process.pid != killed
        assert child.process.poll() is None


def test_a_child_that_never_lives_for_long_is_named_with_its_log(tmp_path: Path) -> None:
    with Child("worker", ["-c", "raise SystemExit(3)"], tmp_path / "log") as child:
        child.process.wait()
        with pytest.raises(ChildEndedError, match=r"The worker ended \(code 3\): read .*log\."):
            child.keep_up()
