"""The options of a module of ours, read where most of what it asks for is imported already."""

import runpy
import shlex
import sys
import warnings

import pytest


def read_here(written: str) -> bool:
    """Have the options of a command read that begins with `python -m`; say whether it does."""
    words = [each for each in shlex.split(written) if "=" not in each or each.startswith("-")]
    if words[:2] != ["python", "-m"]:
        return False
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # that it is imported already
        patch.setattr(sys, "argv", ["", *words[3:], "--help"])
        with pytest.raises(SystemExit) as ended:
            runpy.run_module(words[2], run_name="__main__")
    assert ended.value.code in {0, None}
    return True
