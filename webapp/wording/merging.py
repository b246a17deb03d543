"""What keeps two files from becoming one, or from being parted again, in a sentence each."""

from collections.abc import Callable
from typing import Any, cast

from flask_babel import gettext as _

from webapp.ground.errors import RuleBroken
from webapp.wording.days import stay_range
from webapp.wording.lists import in_a_row


def _overlap(rule: RuleBroken) -> str:
    one, other = map(_visit, cast(list[dict[str, Any]], rule.facts["two"]))
    return str(
        _("Two visits of these files share days, and nobody is in two places: %(one)s · "
          "%(other)s. These are two people, or one of the visits is to be cancelled first.",
          one=one, other=other)
    )  # fmt: skip


def _visit(visit: dict[str, Any]) -> str:
    return in_a_row([visit["farm"], stay_range(visit["arrival"], visit["departure"])])


SENTENCES: dict[str, Callable[[RuleBroken], str]] = {
    "merge-with-itself": lambda _rule: _("Choose two files: this is one and the same."),
    "merged-already": lambda _rule: _(
        "This file was made one with another: open that one, or part them first."
    ),
    "merge-into-left": lambda rule: _(
        "%(code)s has left the programme: keep the other file, or take them back first.",
        code=rule.facts["file"],
    ),
    "merge-two-companions": lambda _rule: _(
        "Both files travel with companions: let one of them travel on its own first."
    ),
    "merge-visits-overlap": _overlap,
    "merge-others-expected": lambda _rule: _(
        "A farm expects other people than those of the file as it would be: cancel that visit, or "
        "wait for its end."
    ),
    "merge-undone": lambda _rule: _("These files were parted already."),
    "merge-changed-since": lambda _rule: _(
        "The file was changed since: put back what was changed first, then part the two."
    ),
}
