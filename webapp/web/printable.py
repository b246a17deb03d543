"""Words that are kept to be printed: a sign that cannot be is said where it is typed."""

from typing import Any

from flask_babel import gettext as _
from wtforms import Field, ValidationError

from webapp.wording import in_a_row


def printable(_form: Any, field: Field) -> None:
    """Refuse the signs that no font of ours has; what is stored already stays."""
    from webapp.pdf import unprintable  # noqa: PLC0415 (slow to import; few pages need it)

    if field.data and field.data != field.object_data and (signs := unprintable(field.data)):
        sentence = _("This cannot be printed: %(signs)s. Write it in words.", signs=in_a_row(signs))
        raise ValidationError(sentence)
