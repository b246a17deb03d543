"""Ends well if Sillon answers inside its container: `python deploy/healthy.py`."""

import os
import sys
from urllib.request import urlopen

host, _, port = os.environ.get("SILLON_BIND", "127.0.0.1:8000").rpartition(":")
here = "127.0.0.1" if host in {"", "0.0.0.0", "[::]"} else host  # noqa: S104 - read, not opened
try:
    with urlopen(f"http://{here}:{port}/health/live", timeout=5):
        pass
except OSError as error:
    sys.exit(f"Sillon does not answer: {error}")
