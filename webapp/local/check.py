"""Checks that need the application: the migrations make the models, the translations are whole."""

import shutil
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory

from webapp import postgres, schema


def check(_arguments: list[str]) -> None:
    """Try the migrations on a new database; end with what is wrong."""
    folder = Path(tempfile.mkdtemp(prefix="sillon-check-"))
    try:
        with postgres.start(folder, durable=False) as server:
            config = schema.configure(server.url("sillon_owner"))
            heads = ScriptDirectory.from_config(config).get_heads()
            if len(heads) != 1:
                sys.exit(f"The migrations have {len(heads)} heads: {', '.join(heads)}.")
            command.upgrade(config, "head")
            command.check(config)
    finally:
        shutil.rmtree(folder)
