"""Where lines of the log cannot be written, every page is answered all the same."""

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

import pytest
import structlog
from flask import Flask

from tests.keys import PRODUCTION_KEYS
from webapp.ground import logs

ROOT = Path(__file__).parents[2]
NOWHERE = "postgresql://sillon_app@127.0.0.1:1/sillon"

ONE_PAGE = """
from webapp import create_app
app = create_app()
app.add_url_rule("/broken", "broken", lambda: 1 / 0)
client = app.test_client()
print(*(client.get(path).status_code for path in ("/nowhere", "/broken", "/my-link")))
"""


def a_pipe_that_nobody_reads() -> TextIO:
    reading, writing = os.pipe()
    os.close(reading)
    return os.fdopen(writing, "w", buffering=1)


def a_full_disk() -> TextIO:
    return Path("/dev/full").open("w", buffering=1)


def a_closed_file() -> TextIO:
    closed = io.StringIO()
    closed.close()
    return closed


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "stream", [a_pipe_that_nobody_reads, a_full_disk, a_closed_file, lambda: None]
)
@pytest.mark.usefixtures("logging_as_before")
def test_a_log_that_cannot_be_written_fails_no_request(
    app: Flask, monkeypatch: pytest.MonkeyPatch, stream: Callable[[], TextIO | None]
) -> None:
    opened = stream()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", opened)
        logs.configure()
        assert app.test_client().get("/").status_code == 200
        logging.getLogger("library").error("it failed")
    if opened is not None:
        close_what_is_left_in(opened)


def close_what_is_left_in(stream: TextIO) -> None:
    """Close a stream although what it still holds can go nowhere."""
    try:
        stream.close()
    except OSError:
        assert stream.closed


@pytest.mark.usefixtures("logging_as_before")
def test_lines_that_were_lost_are_counted_once_there_is_room_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Disk(io.StringIO):
        is_full = True

        def write(self, line: str) -> int:
            if self.is_full:
                raise OSError(28, "No space left on device")
            return super().write(line)

    disk = Disk()
    monkeypatch.setattr(sys, "stderr", disk)
    logs.configure()
    logs.log.info("first")
    logging.getLogger("library").error("second")
    disk.is_full = False
    logs.log.info("third")
    logs.log.info("fourth")
    lines = [json.loads(line) for line in disk.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["log-lines-lost", "third", "fourth"]
    assert lines[0]["lines"] == 2


@pytest.mark.process
@pytest.mark.parametrize("closed", [False, True])
def test_a_process_of_production_answers_with_a_full_disk_or_without_standard_error(
    *, closed: bool
) -> None:
    settings = {
        "DATABASE_URL": NOWHERE,
        "SILLON_MODE": "production",
        **PRODUCTION_KEYS,
        "SILLON_PUBLIC_URL": "https://sillon.example",
    }
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            ["/bin/sh", "-c", 'exec "$0" -c "$1"' + " 2>&-" * closed, sys.executable, ONE_PAGE],
            cwd=ROOT,
            env={**os.environ, **settings},
            check=False,
            stdout=subprocess.PIPE,
            stderr=full,
            text=True,
        )
    assert done.stdout == "404 500 200\n"
