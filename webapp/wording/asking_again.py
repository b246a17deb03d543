"""Why nobody of a visit is asked again: one cause, or the other, each with how many visits."""

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.ground.errors import RuleBroken


def left_in_peace(lately: int, settled: int) -> str:
    """Say of how many visits nobody was written to, by what keeps them from it."""
    told = [
        ngettext(
            "%(num)d visit: asked less than two days ago, and left in peace.",
            "%(num)d visits: asked less than two days ago, and left in peace.",
            lately,
        )
        if lately
        else "",
        ngettext(
            "%(num)d visit: nobody who reads messages owes an answer any more.",
            "%(num)d visits: nobody who reads messages owes an answer any more.",
            settled,
        )
        if settled
        else "",
    ]
    return " ".join(str(each) for each in told if each)


def nobody_asked_again(rule: RuleBroken) -> str:
    """Say that nobody was written to, and why."""
    counts: tuple[int, int] = rule.facts["lately"], rule.facts["settled"]  # type: ignore[assignment]
    nobody = _("Nobody was written to.")
    return f"{nobody} {left_in_peace(*counts)}"
