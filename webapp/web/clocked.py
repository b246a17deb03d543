"""A demonstration's pages are as of its own clock (`services.records.moving_clock`)."""

from datetime import timedelta

from flask import Flask, current_app, request

from webapp.ground import clock
from webapp.services.records import moving_clock
from webapp.web.extensions import db

WITHOUT_TIME = {"static", "health"}
"""What is answered without asking what time it is."""


def init_app(app: Flask) -> None:
    """Let each request stand where the clock stands, and nothing after it."""
    app.before_request(_look_at_the_clock)
    app.teardown_request(_leave)


def _look_at_the_clock() -> None:
    part = (request.endpoint or "").partition(".")[0]
    if current_app.extensions["config"].demonstration and part not in WITHOUT_TIME:
        clock.stand_ahead(moving_clock.read(db))


def _leave(_error: BaseException | None) -> None:
    clock.stand_ahead(timedelta())
