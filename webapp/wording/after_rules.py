"""What to say when a rule does not allow an act that follows a visit."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from webapp.ground.errors import RuleBroken

SENTENCES: dict[str, Callable[[RuleBroken], Any]] = {
    "gathering-asks-no-more": lambda _rule: _("Nothing is asked any more. Thank you!"),
    "voice-empty": lambda _rule: _("Choose one answer at least"),
    "voices-enough": lambda _rule: _("So many have answered that no more are counted."),
    "followed-up-on-another-day": lambda _rule: _(
        "Enter the day on which you tried: from the day on which it was due until today."
    ),
    "thread-closed": lambda _rule: _("Nothing can be written here any more. Call the association."),
    "thread-empty": lambda _rule: _("Write a message, or choose a sentence: one of the two"),
    "thread-waits": lambda _rule: _(
        "Several of your messages were not read yet. Call, if it cannot wait."
    ),
    "missed-closed": lambda _rule: _(
        "The time to say here what happened is over. Call the association: it likes to hear it."
    ),
    "tie-in-the-future": lambda _rule: _("Enter a day that has come."),
    "thanks-closed": lambda _rule: _("A card can be sent until ninety days after the visit."),
    "thanks-say-nothing": lambda _rule: _("Choose at least one sentence"),
    "feedback-closed": lambda _rule: _(
        "The time to say here how it went is over. Call the association: it likes to hear it."
    ),
}
