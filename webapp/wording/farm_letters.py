"""What a letter to a farm says of an answer to it."""

from flask_babel import gettext as _


def answer_reaches_guests() -> str:
    """Say that its guests read an answer, as they read the thread of their visit."""
    return str(
        _("You can answer this e-mail: your guests read it, and the association. Files are not "
          "kept.")
    )  # fmt: skip
