"""The words of referrals: kinds of places, states, reasons, the columns of the funnel."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

OF_REFERRALS: dict[str, dict[str, Any]] = {
    "prescriber": {
        "france-travail": _l("France Travail"), "mission-locale": _l("Mission locale"),
        "centre": _l("Reception or housing centre"), "association": _l("Another association"),
        "school": _l("School or language course"), "self": _l("The person, or someone close"),
        "other": _l("Another place"), "all": _l("All together"),
        "unsent": _l("Recorded by the association, sent by nobody"),
    },
    "referral-state": {
        "oriented": _l("Sent by somebody"), "contacted": _l("Reached"),
        "interested": _l("Interested"), "enrolled": _l("Enrolled"),
        "not-pursued": _l("Not pursued"),
    },
    "funnel-stage": {
        "oriented": _l("Sent by somebody"), "contacted": _l("Reached"),
        "interested": _l("Interested"), "enrolled": _l("Enrolled"),
        "prepared": _l("Prepared"), "placed": _l("Placed"),
        "visited": _l("On a visit"), "followed": _l("Heard from afterwards"),
        "out": _l("Way out"),
    },
    "referral-reason": {
        "unreachable": _l("Could not be reached"), "not-interested": _l("Does not wish to"),
        "not-now": _l("Not at this moment"), "elsewhere": _l("Lives too far from here"),
        "known": _l("Has a file already"), "other": _l("Another reason"),
    },
}  # fmt: skip


def funnel_columns() -> list[Any]:
    """Return what each column of the funnel says."""
    counted = _("Came so far"), _("There now"), _("Left from here, and why")
    return [_("Sent by"), _("How far"), *counted]
