"""The commands of `run.py` once the environment stands."""

import os
import sys
from collections.abc import Callable

from local import clock, settings
from local.addresses import NoPortError
from local.database import database_or_the_running_one, prepare
from local.postgres import PostgresError
from local.processes import ChildEndedError
from local.reset import reset
from local.start import start
from webapp.ground.errors import ConfigurationError


def flask(arguments: list[str]) -> None:
    """Run a command of the application on the local database."""
    from flask.cli import main  # noqa: PLC0415 - slow to import; a start does without

    with database_or_the_running_one():
        settings.check()
        prepare()
        day, words = clock.take_day(arguments)
        clock.stand(day)
        os.environ.setdefault("FLASK_APP", "webapp")
        sys.argv = ["flask", *words]
        main()


def check(_arguments: list[str]) -> None:
    """Check migrations and translations; end with what is wrong."""
    from local.check import faults  # noqa: PLC0415 - as above

    wrong = faults()
    if wrong:
        sys.exit("\n".join(wrong))


def materials(_arguments: list[str]) -> None:
    """Write what Sillon is made of; end with the weaknesses that are known of it."""
    from local import advisories, materials  # noqa: PLC0415 - they are for who checks alone

    print(f"What Sillon is made of: {materials.write()}")
    wrong = advisories.check()
    if wrong:
        sys.exit("\n".join(wrong))


def try_restore(arguments: list[str]) -> None:
    """Put a backup into an empty server, and use Sillon on it."""
    from local.restoring import try_restore as tried  # noqa: PLC0415 - as above

    tried(arguments)


Command = Callable[[list[str]], object]

COMMANDS: dict[str, Command] = {
    "start": start,
    "reset": reset,
    "flask": flask,
    "check": check,
    "materials": materials,
    "try-restore": try_restore,
}


def command_of(words: list[str]) -> Command:
    """Return the command that is named first; end with all there are when none is."""
    named = words[0] if words else ""
    if named not in COMMANDS:
        sys.exit(f"python -m local COMMAND, which is one of: {', '.join(COMMANDS)}")
    return COMMANDS[named]


if __name__ == "__main__":
    try:
        command_of(sys.argv[1:])(sys.argv[2:])
    except (
        PostgresError,
        ChildEndedError,
        NoPortError,
        settings.DataFolderError,
        ConfigurationError,
    ) as error:
        sys.exit(str(error))
