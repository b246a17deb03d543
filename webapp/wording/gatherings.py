"""Gatherings in words: their states, and what was done about them."""

from typing import Any

from flask_babel import lazy_gettext as _l

OF_GATHERINGS: dict[str, dict[str, Any]] = {
    "gathering-state": {
        "asked": _l("waits for the farm"),
        "announced": _l("public"),
        "declined": _l("refused by the farm"),
        "cancelled": _l("cancelled"),
    },
}
ACTS = {
    "gathering.announced": _l("Gathering announced"),
    "gathering.proposed": _l("Gathering proposed to a farm"),
    "gathering.changed": _l("Gathering changed"),
    "gathering.answered": _l("Gathering answered by the farm"),
    "gathering.cancelled": _l("Gathering cancelled"),
}
