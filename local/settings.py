"""Where the local start keeps its data, and the settings it makes up where none are given."""

import json
import os
import secrets
from pathlib import Path
from tempfile import TemporaryFile

from local import postgres
from webapp.ground.config import Config

PROJECT = Path(__file__).parents[1]
GENERATED = ("SILLON_SECRET_KEY", "SILLON_DATA_KEY")


class DataFolderError(Exception):
    """The data folder is no place to write to; the message is one sentence for whoever starts."""


def data_folder() -> Path:
    """Return the folder of the embedded server, of the keys and of the logs."""
    named = os.environ.get("SILLON_DATA_FOLDER")
    return Path(named).resolve() if named else postgres.default_data_folder(PROJECT)


def ready_data_folder() -> Path:
    """Return the data folder once it is there and a word can be written in it."""
    folder = data_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder) as trial:
            trial.write(b"room")
    except OSError as error:
        raise DataFolderError(
            f"Nothing can be written in the data folder {folder} ({error.strerror}): "
            "make room there, or name another folder in SILLON_DATA_FOLDER."
        ) from error
    return folder


def check() -> None:
    """Reject what no process of Sillon would start with, before any is started."""
    Config.from_environment(os.environ)


def fill_in() -> None:
    """Complete the environment for a local start; what is set already stays.

    A database that somebody names may hold real people: it is for production unless they say so.
    """
    named = os.environ.get("DATABASE_URL")
    os.environ.setdefault("SILLON_MODE", "production" if named else "demonstration")
    if is_demonstration():
        for name, value in _kept_keys(ready_data_folder()).items():
            os.environ.setdefault(name, value)
        os.environ.setdefault("SILLON_AUDIT_FILE", str(data_folder() / "audit-heads.jsonl"))


def is_demonstration() -> bool:
    """Return whether this start is one with invented people."""
    return os.environ["SILLON_MODE"] == "demonstration"


def _kept_keys(folder: Path) -> dict[str, str]:
    """Return this installation's keys, made once: its data is unreadable with any other."""
    file = folder / "keys.json"
    if not file.exists():
        keys = {name: f"demonstration-{secrets.token_hex(32)}" for name in GENERATED}
        fresh = file.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(keys))
        fresh.rename(file)
    return {name: str(value) for name, value in json.loads(file.read_text()).items()}
