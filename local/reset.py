"""Forgets the local data."""

import os
import shutil
import sys

from local import postgres, settings


def reset(arguments: list[str]) -> None:
    """Remove the data folder, once whoever asks is sure."""
    folder = settings.data_folder()
    if os.environ.get("DATABASE_URL"):
        sys.exit("reset is for the local data; the database of DATABASE_URL is left alone.")
    if not folder.exists():
        sys.exit("There is no local data.")
    if "--yes" not in arguments and not is_sure(str(folder)):
        sys.exit("Nothing was removed.")
    with postgres.held(folder):
        shutil.rmtree(folder)
    print("The local data is gone: the next start makes it anew.")


def is_sure(folder: str) -> bool:
    """Ask whoever sits at the terminal; nobody there is a no."""
    if not sys.stdin.isatty():
        print("Add --yes to remove the local data without being asked.")
        return False
    return input(f"Remove everything in {folder}? Type yes: ").strip() == "yes"
