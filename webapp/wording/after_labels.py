"""The codes of what comes after a visit: questions, what may be answered, what became of it."""

from typing import Any

from flask_babel import lazy_gettext as _l

OF_AFTER: dict[str, dict[str, Any]] = {
    "guest-question": {
        "welcome": _l("How was the welcome?"),
        "lodging": _l("How were the bed and the meals?"),
        "understood": _l("How well did you understand each other?"),
        "again": _l("Would you like to go to a farm again?"),
    },
    "farm-question": {
        "stay": _l("How was the stay?"),
        "understood": _l("How well did you understand each other?"),
        "receive-again": _l("Would you receive guests again?"),
    },
    "feedback-answer": {
        "good": _l("Good"), "middling": _l("So-so"), "bad": _l("Not good"),
        "yes": _l("Yes"), "perhaps": _l("Perhaps"), "no": _l("No"),
        "not-said": _l("I would rather not say"),
    },
    "feedback-told": {
        "given": _l("Has told"), "word": _l("A private word"), "unread": _l("A word to see to"),
        "missing": _l("Has not told"),
    },
}  # fmt: skip
