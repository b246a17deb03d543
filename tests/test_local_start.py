"""The local start, with real processes: what it says, and that it leaves nothing behind."""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from local.addresses import NoPortError, listen
from local.processes import MOST_SHORT_LIVES, SHORT_LIFE_SECONDS, Child, ChildEndedError
from tests.starting import ROOT, Start, environment
from tests.waiting import wait_until

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("start")]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """The data that all these starts share, as a person's starts do."""
    with TemporaryDirectory(prefix="sillon é à ") as name:
        Path(name).chmod(0o711)
        yield Path(name) / "data"


@pytest.fixture(scope="module")
def starts(folder: Path) -> Iterator[Callable[..., Start]]:
    """Start on the same data, as often as a test likes; nobody is invented, for nobody is met.

    A demonstration is started by a documented command.
    """
    started: list[Start] = []

    def start(*arguments: str) -> Start:
        started.append(Start(folder, "--empty", *arguments))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.end(signal.SIGTERM)


@pytest.fixture(scope="module")
def busy_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def first(starts: Callable[..., Start], busy_port: int) -> Start:
    """The start that the tests find; the last of them kills it."""
    return starts("--port", str(busy_port)).wait_until_ready()


def reset(folder: Path) -> str:
    command = [sys.executable, "-m", "local", "reset", "--yes"]
    ended = subprocess.run(
        command, cwd=ROOT, env=environment(folder), check=False, capture_output=True, text=True
    )
    return ended.stdout + ended.stderr


def test_one_start_at_a_time_and_a_port_that_is_taken_is_said(
    first: Start, starts: Callable[..., Start], busy_port: int, folder: Path
) -> None:
    assert first.port > busy_port
    assert f"Port {busy_port} is taken" in first.said
    second = starts()
    assert second.end(0) == 1
    assert second.said.startswith("Sillon already runs on this data folder (process ")
    assert second.said.count("\n") == 1
    assert reset(folder).startswith("Sillon already runs")
    assert first.answers()


def test_what_a_killed_start_or_database_left_is_taken_up_and_sigterm_leaves_no_process(
    first: Start, starts: Callable[..., Start]
) -> None:
    """That Ctrl-C leaves none either is seen where documented commands start it."""
    first.end(signal.SIGKILL)
    assert first.survivors() == []
    again = starts().wait_until_ready()
    assert again.is_served()
    database = again.database()
    assert database is not None
    database.kill()
    database.wait()
    wait_until(lambda: again.is_served() and again.worker() is not None)
    assert again.database() != database
    assert again.end(signal.SIGTERM) == 0
    assert again.said.endswith("Sillon has ended.\n")
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
        for _ in range(MOST_SHORT_LIVES - 1):
            child.process.wait()
            child.keep_up()
        child.process.wait()
        with pytest.raises(ChildEndedError, match=r"The worker ended \(code 3\): read .*log\."):
            child.keep_up()


@pytest.mark.parametrize("end", ["raise SystemExit", "import os; os.kill(os.getpid(), 9)"])
def test_a_child_that_was_killed_or_left_in_order_is_started_again_however_often(
    end: str, tmp_path: Path
) -> None:
    with Child("worker", ["-c", end], tmp_path / "log") as child:
        for _ in range(2 * MOST_SHORT_LIVES):
            child.process.wait()
            child.keep_up()
        assert child.short_lives == 0
