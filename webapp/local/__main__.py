"""The commands of `run.py` once the environment stands."""

import os
import sys

from webapp.local.check import check
from webapp.local.database import database_or_the_running_one, prepare
from webapp.local.reset import reset
from webapp.local.start import start
from webapp.postgres import PostgresError


def flask(arguments: list[str]) -> None:
    """Run a command of the application on the local database."""
    from flask.cli import main  # noqa: PLC0415 - slow to import, and seldom wanted

    with database_or_the_running_one():
        prepare()
        os.environ.setdefault("FLASK_APP", "webapp")
        sys.argv = ["flask", *arguments]
        main()


COMMANDS = {"start": start, "reset": reset, "flask": flask, "check": check}

if __name__ == "__main__":
    try:
        COMMANDS[sys.argv[1]](sys.argv[2:])
    except PostgresError as error:
        sys.exit(str(error))
