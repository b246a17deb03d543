"""Gunicorn in production: `gunicorn -c deploy/gunicorn.py 'webapp:create_app()'`."""

import os
import sys
from typing import Any

bind = os.environ.get("SILLON_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers_named = os.environ.get("SILLON_WEB_PROCESSES", "2")
if not workers_named.isdecimal():
    sys.exit(f"SILLON_WEB_PROCESSES is a whole number such as 2, not {workers_named}.")
workers = int(workers_named)
threads = 4  # more wait for one interpreter, and each has a connection that plans for itself
preload_app = True  # the table of communes is read once; no connection is open before the fork
timeout = 30
graceful_timeout = 20
keepalive = 15
max_requests, max_requests_jitter = 5000, 500
limit_request_line = 8190  # addresses of 500 chosen files; gunicorn takes no longer ones
accesslog = None  # addresses hold secrets; Sillon logs each request itself, without them
errorlog = "-"
loglevel = "warning"
worker_tmp_dir = "/dev/shm"  # noqa: S108 - signs of life that never wait for a disk


def when_ready(server: Any) -> None:
    """Read what every process needs before they part, so that they hold it together."""
    from webapp.web.parting import read_what_all_need  # noqa: PLC0415 (the paths are set now)

    read_what_all_need(server.app.wsgi())
