"""A whole Sillon for the browser: demonstration data, web server and worker, on this machine."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import structlog
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from waitress.server import create_server

from tests.databases import Database
from tests.keys import DATA_KEY, SECRET_KEY
from tests.signed_in import cookie_of
from webapp import create_app
from webapp.ground import languages
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, make_engine, set_scope
from webapp.models import User


@dataclass
class Site:
    """A running demonstration.

    Parameters
    ----------
    address
        Where it is, without a slash at the end.
    """

    address: str
    app: Flask
    engine: Engine
    _cookies: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def database(self) -> Iterator[Session]:
        """Open a session that sees everything, to look or to prepare."""
        with Session(self.engine, expire_on_commit=False) as session:
            set_scope(session, EVERYONE)
            yield session

    def cookie_of(self, email: str) -> dict[str, str]:
        """Return the cookie of someone who signed in with all that is asked of them."""
        if email not in self._cookies:
            with self.database() as session:
                user = session.scalars(select(User).where(User.email == email)).one()
                self._cookies[email] = cookie_of(self.app, session, user)
        return {"name": "sillon", "value": self._cookies[email], "url": self.address}


@contextmanager
def a_site(database: Database) -> Iterator[Site]:
    """Serve the demonstration that a database holds, with a worker, until the end."""
    languages.compile_catalogues()
    door = socket.create_server(("127.0.0.1", 0))
    config = Config(
        database_url=database.url,
        secret_key=SECRET_KEY,
        data_key=DATA_KEY,
        mode="demonstration",
        public_url=f"http://localhost:{door.getsockname()[1]}",
    )
    app, engine = create_app(config), make_engine(database.url)
    structlog.reset_defaults()  # a demonstration hushes the log, which other tests here read
    with served(app, door), a_worker(config):
        yield Site(config.public_url, app, engine)
    engine.dispose()


@contextmanager
def served(app: Flask, door: socket.socket) -> Iterator[None]:
    """Answer whoever knocks; a browser that leaves in the middle of an answer harms nothing."""
    server = create_server(app, sockets=[door], threads=4)

    def run() -> None:
        with suppress(OSError):  # its door is shut under it
            server.run()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield
    server.close()
    thread.join(timeout=10)


@contextmanager
def a_worker(config: Config) -> Iterator[None]:
    """Run the worker in a process of its own."""
    environment = {
        **os.environ,
        "DATABASE_URL": config.database_url,
        "SILLON_SECRET_KEY": config.secret_key,
        "SILLON_DATA_KEY": config.data_key,
        "SILLON_MODE": config.mode,
        "SILLON_PUBLIC_URL": config.public_url,
    }
    command = [sys.executable, "-m", "flask", "--app", "webapp", "work"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as worker:
        try:
            yield
        finally:
            worker.terminate()
