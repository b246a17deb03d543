"""Where a page's figures are read from: the replica for reports where there is one."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app
from sqlalchemy.orm import Session

from webapp.ground.config import Config
from webapp.ground.replica import Figures, Replica, follow, read_figures
from webapp.web.extensions import request_session

Found = TypeVar("Found")


def init_app(app: Flask) -> None:
    """Know the replica for reports, if there is one."""
    config: Config = app.extensions["config"]
    url, most, pooled = config.reports_database_url, config.reports_lag_seconds, config.pooled
    app.extensions["replica"] = follow(url, most_seconds=most, pooled=pooled) if url else None


def replica() -> Replica | None:
    """Return the replica for reports, if there is one."""
    found: Replica | None = current_app.extensions["replica"]
    return found


def read(work: Callable[[Session], Found]) -> Figures[Found]:
    """Read figures from the replica, or from the database where it is away or too far behind."""
    return read_figures(replica(), request_session(), work)
