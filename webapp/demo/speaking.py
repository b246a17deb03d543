"""Sentences of what is frozen in a demonstration, before there is an application."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask_babel import Babel


@contextmanager
def speaking() -> Iterator[None]:
    """Let sentences be written."""
    speaker = Flask("webapp")
    Babel(speaker, default_timezone="Europe/Paris")
    with speaker.app_context():
        yield
