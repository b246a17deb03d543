"""Sillon's web application: one folder per kind of person, on one PostgreSQL database."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session, sessionmaker

    from webapp.ground.config import Config


def create_app(
    config: "Config | None" = None, sessions: "sessionmaker[Session] | None" = None
) -> "Flask":
    """Return the application, as `application.create_app` does.

    Imported only here: what merely starts a server must not wait for every view.
    """
    from webapp import application  # noqa: PLC0415

    return application.create_app(config, sessions)
