"""What to say where what was removed, changed or sent is put or taken back too late."""

from collections.abc import Callable

from flask_babel import gettext as _

from webapp.ground.errors import RuleBroken

SENTENCES: dict[str, Callable[[RuleBroken], str]] = {
    "put-back-too-late": lambda _rule: _(
        "You have changed nothing of it in the last hour: change it on its page."
    ),
    "put-back-changed-since": lambda _rule: _(
        "It was changed once more since: look at it on its page."
    ),
    "nobody-taken-back": lambda _rule: _(
        "Nothing is taken back: the messages have left, or were taken back already."
    ),
    "no-farm-written-to": lambda _rule: _("No letter leaves: the reason stands beside each farm."),
    "nobody-written-to": lambda _rule: _("No message leaves: the reason stands beside each file."),
}
