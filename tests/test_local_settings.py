"""What a local start makes of the environment that it finds."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import settings
from local.__main__ import command_of

LOCAL = ("SILLON_MODE", "DATABASE_URL", *settings.GENERATED)


@pytest.fixture(autouse=True)
def empty_environment(tmp_path: Path) -> Iterator[None]:
    """Nothing is set but where the data lies, and all is as before afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        for name in LOCAL:
            patch.setenv(name, "")
            del os.environ[name]
        patch.setenv("SILLON_DATA_FOLDER", str(tmp_path))
        yield


def test_a_start_of_its_own_database_is_a_demonstration() -> None:
    settings.fill_in()
    assert settings.is_demonstration()
    assert os.environ["SILLON_DATA_KEY"].startswith("demonstration-")


def test_a_database_that_somebody_names_is_never_taken_for_a_demonstration() -> None:
    os.environ["DATABASE_URL"] = "postgresql://sillon_app@database.example/sillon"
    settings.fill_in()
    assert not settings.is_demonstration()
    assert "SILLON_DATA_KEY" not in os.environ


def test_a_named_database_is_one_where_somebody_says_so() -> None:
    os.environ["DATABASE_URL"] = "postgresql://sillon_app@database.example/sillon"
    os.environ["SILLON_MODE"] = "demonstration"
    settings.fill_in()
    assert settings.is_demonstration()


@pytest.mark.parametrize("words", [[], ["--help"], ["strat"]])
def test_a_command_that_is_none_ends_with_all_there_are(words: list[str]) -> None:
    with pytest.raises(SystemExit, match=r"which is one of: start, reset, .*try-restore"):
        command_of(words)
