"""Sillon's web application: one folder per kind of person, on one PostgreSQL database."""

import gc
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session, sessionmaker

    from webapp.ground.config import Config


def create_app(
    config: "Config | None" = None, sessions: "sessionmaker[Session] | None" = None
) -> "Flask":
    """Return the application, as `application.create_app` does.

    Imported only here: what merely starts a server must not wait for every view, nor whoever gave
    a wrong setting to read what is wrong.

    Parameters
    ----------
    config
        The installation's settings; read from the environment when left out.
    """
    config = config or _config_of_the_environment()
    was_collecting = gc.isenabled()
    gc.disable()  # nothing that is imported is garbage: looking for it took an eighth of a start
    try:
        from webapp import application  # noqa: PLC0415

        return application.create_app(config, sessions)
    finally:
        if was_collecting:
            gc.enable()


def _config_of_the_environment() -> "Config":
    """Read the settings; whoever starts a process with wrong ones reads what is wrong, no trace."""
    from webapp.ground.config import Config  # noqa: PLC0415
    from webapp.ground.errors import ConfigurationError  # noqa: PLC0415

    try:
        return Config.from_environment(os.environ)
    except ConfigurationError as error:
        sys.exit(str(error))
