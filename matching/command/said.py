"""Sentences beside the answer, and the exit codes that go with them."""

from __future__ import annotations

import sys

DONE, BAD_PROBLEM, BAD_FILE, CALLED_OFF = 0, 1, 2, 130


def say(*sentences: str, code: int = DONE) -> int:
    """Write to standard error, a line each, and return the exit code."""
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    return code
