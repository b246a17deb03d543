"""A warning of SQLAlchemy tells that something is not kept: an error in tests and in the log."""

import json
import logging
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import structlog
from sqlalchemy.exc import SAWarning
from sqlalchemy.orm import Session

from tests.builders import a_party
from webapp.ground import logs
from webapp.models import Person


@contextmanager
def the_log_of_production() -> Iterator[None]:
    """Write the log as in production, where a warning raises nothing."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    with warnings.catch_warnings():
        warnings.resetwarnings()
        logs.configure()
        yield
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def test_someone_who_is_not_kept_is_an_error_in_the_log(
    db: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    party = a_party(db)
    Person(party=party, first_name="Zoé", last_name="Exemple", sex="woman", birth_year=1990)
    with the_log_of_production():
        db.flush()
    line = json.loads(capsys.readouterr().err)
    assert (line["level"], line["event"], line["warning"]) == ("error", "warning", "SAWarning")
    assert "test_warnings.py" in line["where"][0]


def test_each_such_warning_is_logged_and_none_with_its_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with the_log_of_production():
        for _ in range(2):
            warnings.warn("a value of Zoé", SAWarning, stacklevel=1)
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 2
    assert "Zoé" not in said


def test_other_warnings_are_lines_of_the_log_too(capsys: pytest.CaptureFixture[str]) -> None:
    with the_log_of_production():
        warnings.warn("soon gone", UserWarning, stacklevel=1)
    line = json.loads(capsys.readouterr().err)
    assert (line["level"], line["warning"]) == ("warning", "UserWarning")


SLIP = """
import warnings
from sqlalchemy.exc import SAWarning
from webapp.ground import logs
logs.configure()
warnings.warn("something is not kept", SAWarning)
"""


@pytest.mark.process
def test_a_process_that_tests_start_ends_at_such_a_warning() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", SLIP], env=os.environ, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "SAWarning: something is not kept" in ended.stderr
