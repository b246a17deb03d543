"""Logs: one JSON line per request or failure, with the request's id and nothing about a person.

A line names the route (`/v/<token>`), never the address asked for; the kind of a failure and
where it happened, never its words, since a database's words quote the values of a row. A line that
cannot be written (a full disk, a reader that is gone) is lost and counted: no request fails for it.
"""

import json
import logging
import re
import secrets
import sys
import time
import traceback
import warnings
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog
from flask import Flask, Response, g, request
from sqlalchemy.exc import SAWarning

LONGEST_TRACE = 12
GIVEN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,63}")

log = structlog.get_logger("sillon")


class Patient:
    """A stream that loses a line rather than fail whoever writes it, and tells how many it lost.

    Parameters
    ----------
    stream
        Where lines go; none in a process that was started without one.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self._lost = 0

    def write(self, line: str) -> int:
        """Write a line, behind the number of those that were lost since the last one."""
        if self._stream is None:
            return len(line)
        try:
            if self._lost:
                self._stream.write(
                    json.dumps({"event": "log-lines-lost", "lines": self._lost}) + "\n"
                )
                self._lost = 0
            self._stream.write(line)
        except (OSError, ValueError):  # the second when somebody has closed it
            self._lost += 1
        return len(line)

    def flush(self) -> None:
        """Let what was written go out, if it can."""
        if self._stream is not None:
            with suppress(OSError, ValueError):
                self._stream.flush()


def configure(level: int = logging.INFO) -> None:
    """Write one JSON object a line to standard error, for our own lines and for libraries'."""
    stream = Patient(sys.stderr)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(cast(TextIO, stream)),
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_words_of_errors,
                structlog.processors.JSONRenderer(),
            ],
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    warnings.showwarning = _write_warning
    # Behind the other filters: tests turn warnings into exceptions.
    warnings.simplefilter("always", SAWarning, append=True)


def _write_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Write the line of a warning; of the database's layer it is an error: something is not kept.

    Such a warning once was all that told of people who were added and never saved.
    """
    write = log.error if issubclass(category, SAWarning) else log.warning
    write("warning", warning=category.__qualname__, where=[f"{filename}:{lineno}"])


def _without_words_of_errors(
    _logger: Any, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    raised = event.pop("exc_info", None)
    error = raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        event.update(describe(error))
    return event


def describe(error: BaseException) -> dict[str, Any]:
    """Return the kind of a failure and the places in the code it came through."""
    frames = traceback.extract_tb(error.__traceback__)[-LONGEST_TRACE:]
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__qualname__, "where": places}


def init_app(app: Flask) -> None:
    """Give every request an id, answer with it, and write a line when it is done."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
    g.started = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    if request.endpoint not in {"static", "health.live", "health.ready"}:
        log.info(
            "request",
            method=request.method,
            route=request.url_rule.rule if request.url_rule else None,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - g.started) * 1000),
        )
    return response


def failure(error: BaseException) -> None:
    """Write the line of a failure that nobody foresaw."""
    log.error(
        "failure", route=request.url_rule.rule if request.url_rule else None, **describe(error)
    )
