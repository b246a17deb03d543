"""Ends well if Sillon answers inside its container: `python deploy/healthy.py`."""

import os
import sys
from urllib.request import urlopen

port = os.environ.get("SILLON_BIND", "127.0.0.1:8000").rpartition(":")[2]
try:
    with urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5):
        pass
except OSError as error:
    sys.exit(f"Sillon does not answer: {error}")
