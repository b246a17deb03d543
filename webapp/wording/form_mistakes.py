"""What the library of forms says of a mistake, as sentences of ours that tell what to do."""

from typing import Any

from flask_babel import lazy_gettext as _l

CHOOSE = _l("Choose one of the answers")
FILL_IN = _l("Fill in this field")
NUMBER = _l("Enter a number in figures, such as 2")
DAY = _l("Enter a day, such as 27/03/2027")
AGAIN = _l("Please send this once more")
WRONG = _l("This cannot be right: look at it again")

OURS: dict[str, Any] = {
    "Not a valid choice.": CHOOSE,
    "'%(value)s' is not a valid choice for this field.": CHOOSE,
    "Invalid Choice: could not coerce.": CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": CHOOSE,
    "Invalid value, must be one of: %(values)s.": CHOOSE,
    "Invalid value, can't be any of: %(values)s.": WRONG,
    "This field is required.": FILL_IN,
    "Not a valid integer value.": NUMBER,
    "Not a valid decimal value.": NUMBER,
    "Not a valid float value.": NUMBER,
    "Number must be at least %(min)s.": _l("Enter %(min)s or more"),
    "Number must be at most %(max)s.": _l("Enter %(max)s or less"),
    "Number must be between %(min)s and %(max)s.": _l("Enter a number from %(min)s to %(max)s"),
    "Not a valid date value.": DAY,
    "Not a valid datetime value.": DAY,
    "Not a valid time value.": WRONG,
    "Not a valid week value.": WRONG,
    "Date must be at least %(min)s.": _l("Choose %(min)s or a later day"),
    "Date must be at most %(max)s.": _l("Choose %(max)s or an earlier day"),
    "Date must be between %(min)s and %(max)s.": _l("Choose a day from %(min)s to %(max)s"),
    "Field must be at least %(min)d character long.": _l("Write at least %(min)d characters"),
    "Field cannot be longer than %(max)d character.": _l("Shorten this to %(max)d characters"),
    "Field must be exactly %(max)d character long.": _l("Write exactly %(max)d characters"),
    "Field must be between %(min)d and %(max)d characters long.": _l(
        "Write %(min)d to %(max)d characters"
    ),
    "Field must be equal to %(other_name)s.": _l("Type the same in both fields"),
    "Invalid email address.": _l("Enter an e-mail address, such as name@example.org"),
    "Invalid input.": WRONG,
    "Invalid IP address.": WRONG,
    "Invalid Mac address.": WRONG,
    "Invalid URL.": WRONG,
    "Invalid UUID.": WRONG,
    "This field cannot be edited.": WRONG,
    "This field is disabled and cannot have a value.": WRONG,
    "Invalid CSRF Token.": AGAIN,
    "CSRF token missing.": AGAIN,
    "CSRF failed.": AGAIN,
    "CSRF token expired.": AGAIN,
}
"""Its sentence to ours, with the same facts; one that counts is known by its first form."""


class FormMistakes:
    """Stands where the library looks for translations of its sentences."""

    def gettext(self, sentence: str) -> str:
        """Return our sentence; what is none of the library's, such as a label, stays."""
        return str(OURS.get(sentence, sentence))

    def ngettext(self, one: str, _many: str, _number: int) -> str:
        """Return our sentence, whatever the number: it is a limit, and never one."""
        return self.gettext(one)
