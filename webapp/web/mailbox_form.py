"""Another mailbox: its address, and the code that proves it."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, StringField
from wtforms.validators import Email, Length

from webapp.web.forms import Form, required


class MailboxForm(Form):
    """The address to which we are to write."""

    email = EmailField(
        _l("The new e-mail address"),
        filters=[lambda typed: typed.strip() if typed else typed],
        validators=[
            required(_l("Enter an e-mail address")),
            Length(max=254),
            Email(_l("Enter an e-mail address, such as name@example.org")),
        ],
        render_kw={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"},
    )


class MailboxCodeForm(Form):
    """The code that went to that mailbox."""

    code = StringField(
        _l("The code we sent to the new mailbox"),
        [required(_l("Enter the six digits of the e-mail")), Length(max=20)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"},
    )
