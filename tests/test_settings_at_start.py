"""Whoever starts a process with a wrong setting reads one sentence, and no trace of the program."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.keys import PRODUCTION_KEYS

ROOT = Path(__file__).parents[1]
SETTINGS = {
    "DATABASE_URL": "postgresql://sillon_app@database.example/sillon",
    "OWNER_DATABASE_URL": "postgresql://sillon_owner@database.example/sillon",
    "SILLON_MODE": "production",
    "SILLON_PUBLIC_URL": "https://sillon.example",
    **PRODUCTION_KEYS,
}
NOT_A_GEOCODER = "SILLON_GEOCODER is one of embedded, ban, nominatim, not google."
GUNICORN = ("gunicorn", "-c", "deploy/gunicorn.py", "--check-config", "webapp:create_app()")

pytestmark = pytest.mark.process


def said_by(command: tuple[str, ...], **wrong: str) -> str:
    """What a program that cannot start writes on standard error."""
    ended = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={**os.environ, **SETTINGS, **wrong},
        check=False,
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    return ended.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("flask", "--app", "webapp", "work"),
        GUNICORN,
        ("local", "start"),
        ("local", "flask", "work"),
    ],
    ids=" ".join,
)
def test_every_program_tells_a_wrong_setting_in_one_sentence(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    said = said_by(command, SILLON_GEOCODER="google", SILLON_DATA_FOLDER=str(tmp_path))
    assert said == f"{NOT_A_GEOCODER}\n"


def test_a_number_of_web_processes_that_is_none_is_one_sentence() -> None:
    said = said_by(GUNICORN, SILLON_WEB_PROCESSES="many")
    assert said == "SILLON_WEB_PROCESSES is a whole number such as 2, not many.\n"


def test_migrations_tell_a_wrong_address_in_one_sentence() -> None:
    command = ("alembic", "-c", "migrations/alembic.ini", "upgrade", "head")
    said = said_by(command, OWNER_DATABASE_URL="postgres://sillon_owner@database.example/sillon")
    assert said == "OWNER_DATABASE_URL begins with postgresql://, not with postgres://.\n"


@pytest.mark.parametrize("folder", ["/sys/kernel", "/proc/sillon"], ids=["there", "not there"])
@pytest.mark.parametrize("mode", ["production", "demonstration"])
def test_a_data_folder_that_cannot_be_written_is_one_sentence(folder: str, mode: str) -> None:
    """Not even root writes into these folders."""
    said = said_by(("local", "start"), SILLON_DATA_FOLDER=folder, SILLON_MODE=mode)
    assert said.startswith(f"Nothing can be written in the data folder {folder} (")
    assert said.endswith("make room there, or name another folder in SILLON_DATA_FOLDER.\n")
    assert said.count("\n") == 1
