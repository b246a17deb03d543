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
    "village-question": {
        "met-before": _l("Before today, had you talked with people who found refuge in France?"),
        "spoke": _l("Today, did you talk with somebody whom you did not know?"),
        "again": _l("Would you like guests to be received in this area again?"),
    },
    "village-answer": {
        "often": _l("Yes, often"), "once": _l("Once or twice"), "never": _l("Never"),
        "much": _l("Yes, for a while"), "a-little": _l("A few words"), "not": _l("No, not today"),
        "yes": _l("Yes"), "perhaps": _l("Perhaps"), "no": _l("No"),
        "unanswered": _l("Left out"),
    },
}  # fmt: skip
ACTS = {
    "gathering.announced": _l("Gathering announced"),
    "gathering.proposed": _l("Gathering proposed to a farm"),
    "gathering.changed": _l("Gathering changed"),
    "gathering.answered": _l("Gathering answered by the farm"),
    "gathering.cancelled": _l("Gathering cancelled"),
    "gathering.sheets-typed": _l("Sheets of a gathering typed in"),
    "gathering.sheets-taken-back": _l("Sheets of a gathering taken back"),
    "gathering.telephones-left-out": _l("What telephones said at a gathering left out"),
    "gathering.telephones-counted": _l("What telephones said at a gathering counted again"),
    "gathering.counted": _l("Counted how many came to a gathering"),
}
