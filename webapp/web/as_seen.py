"""What somebody types in a line is kept as it is seen: no sign in it turns round what it shows."""

from typing import Any, Final

from wtforms import HiddenField, PasswordField, StringField, TextAreaField

from webapp.ground.written import seen_only

TYPED_AS_IT_IS: Final = (HiddenField, PasswordField, TextAreaField)


class AsSeen:
    """How the fields of a form are made."""

    def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
        """Have a line that is typed say what can be seen, before its own filters."""
        kind, given = unbound_field.field_class, unbound_field.kwargs.get("filters", ())
        if issubclass(kind, StringField) and not issubclass(kind, TYPED_AS_IT_IS):
            options = {**options, "filters": [_seen, *given]}
        return unbound_field.bind(form=form, **options)


def _seen(typed: Any) -> Any:
    return seen_only(typed) if isinstance(typed, str) else typed
