"""What to say to people with an account when a rule does not allow an act; no guest reads it."""

from flask_babel import gettext as _

from webapp.ground.errors import RuleBroken
from webapp.wording.days import day_range


def _duty_taken(rule: RuleBroken) -> str:
    days = day_range(rule.facts["first"], rule.facts["last"])  # type: ignore[arg-type]
    return str(
        _("Somebody is on duty already: %(days)s. Choose other days, or change those first.",
          days=days)
    )  # fmt: skip


SENTENCES = {
    "duty-taken": _duty_taken,
    "erased-with-a-visit": lambda _rule: _(
        "A visit of theirs stands: cancel it first, so that the farm hears of it. Then erase."
    ),
    "erased-in-an-incident": lambda _rule: _(
        "An incident that concerns them is open: a coordinator closes it first. Until then the "
        "file is kept."
    ),
}
