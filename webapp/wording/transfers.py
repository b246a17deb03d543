"""What is to be settled before a file can go to another association, in a sentence each."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.ground.errors import RuleBroken

SENTENCES: dict[str, Callable[[RuleBroken], str]] = {
    "transfer-to-nobody": lambda _rule: _(
        "Choose another association in which somebody can sign in."
    ),
    "transfer-asked-already": lambda _rule: _(
        "This file is proposed to another association already: wait for the answer, or take the "
        "proposal back first."
    ),
    "transfer-with-companions": lambda _rule: _(
        "They travel with companions, whose files would stay: let them travel on their own first."
    ),
    "transfer-while-away": lambda _rule: _(
        "They are on a farm now: hand the file over once they are back."
    ),
    "transfer-with-an-agreement": lambda _rule: _(
        "An immersion is being prepared or signed: see it accepted, or cancel it first."
    ),
    "transfer-with-a-case": lambda _rule: _(
        "A case meeting that is not signed yet speaks of them: sign it, or take the decision out "
        "first."
    ),
}

OF_TRANSFERS: dict[str, dict[str, Any]] = {
    "transfer-state": {
        "asked": _l("The people are asked"), "agreed": _l("Waits for the other association"),
        "accepted": _l("Handed over"), "declined": _l("The people said no"),
        "refused": _l("Not taken on"), "cancelled": _l("Taken back"),
    },
}  # fmt: skip
