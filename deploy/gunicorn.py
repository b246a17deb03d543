"""Gunicorn in production: `gunicorn -c deploy/gunicorn.py 'webapp:create_app()'`."""

import os

bind = os.environ.get("SILLON_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("SILLON_WEB_PROCESSES", "2"))
threads = 8
preload_app = True  # the table of communes is read once; no connection is open before the fork
timeout = 30
graceful_timeout = 20
keepalive = 15
max_requests, max_requests_jitter = 5000, 500
limit_request_line = 2048
accesslog = None  # addresses hold secrets; Sillon logs each request itself, without them
errorlog = "-"
loglevel = "warning"
worker_tmp_dir = "/dev/shm"  # noqa: S108 - signs of life that never wait for a disk
