"""Decisions that contradict each other, as a sentence."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.services.rounds import Clash
from webapp.wording.labels import label
from webapp.wording.lists import listed

TOGETHER: dict[str, Any] = {
    "rooms": _l("the rooms do not hold them all"),
    "women-only-group": _l("someone asked for a group of women"),
    "exclusive": _l("the farm receives one household at a time"),
    "one-slot": _l("the same people would be in two places"),
    "farm-limit": _l("the farm would pass its limit of the season"),
    "month-limit": _l("the farm would receive more guests in a month than it wishes"),
    "interpreter-limit": _l("no more interpreters on the telephone can be had"),
    "interpreter-week": _l("no more interpreters can be had in this week"),
    "referent-week": _l("their caseworker sees off as many in this week as they can"),
}
"""What several kept pairs break, as part of a sentence."""


def clash_sentence(clash: Clash) -> str:
    """Return why these decisions cannot all hold, and what to do about it."""
    if not clash.rules:
        return str(
            _("The last run found that these kept pairs cannot hold together. Take one back:")
        )
    why = listed([str(TOGETHER.get(rule) or label("rule", rule)) for rule in clash.rules])
    if len(clash.decisions) == 1:
        return str(_("This pair cannot be kept: %(why)s. Take it back:", why=why))
    return str(_("These pairs cannot all be kept: %(why)s. Take one back:", why=why))
