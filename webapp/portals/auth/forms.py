"""What is asked of someone who comes in."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, PasswordField, RadioField, StringField
from wtforms.validators import Email, EqualTo, Length, Optional

from webapp.ground import languages
from webapp.services.accounts.passwords import LONGEST
from webapp.web.forms import Form, required, screen_languages
from webapp.web.mailbox_form import MailboxForm

LONGEST_NAME = 120


def email_field() -> EmailField:
    """Return the question for an e-mail address, which no network is asked about."""
    wrong = _l("Enter an e-mail address, such as name@example.org")
    return EmailField(
        _l("Your e-mail address"),
        filters=[lambda typed: typed.strip() if typed else typed],
        validators=[required(_l("Enter your e-mail address")), Length(max=254), Email(wrong)],
        render_kw={"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"},
    )


def name_field(question: Any = None) -> StringField:
    """Return the question for a person's name."""
    return StringField(
        question or _l("Your first and last name"),
        filters=[lambda typed: " ".join(typed.split()) if typed else typed],
        validators=[required(_l("Enter your name")), Length(max=LONGEST_NAME)],
        render_kw={"autocomplete": "name"},
    )


class EmailForm(Form):
    """The e-mail address, which tells who it is."""

    email = email_field()


class PasswordForm(Form):
    """The password of an account."""

    password = PasswordField(
        _l("Your password"),
        validators=[required(_l("Enter your password")), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class CodeForm(Form):
    """A one-time code, or a recovery code."""

    code = StringField(
        _l("The code of your telephone"),
        validators=[required(_l("Enter the six digits of your telephone")), Length(max=40)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"},
    )


class NewPasswordForm(Form):
    """A new password, typed twice because it cannot be seen."""

    password = PasswordField(
        _l("Your new password"),
        validators=[required(_l("Choose a password")), Length(max=LONGEST)],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("The same password again"),
        validators=[EqualTo("password", _l("Type the same password in both fields"))],
        render_kw={"autocomplete": "new-password"},
    )


class ChangePasswordForm(NewPasswordForm):
    """The present password, if there is one, and a new one."""

    present = PasswordField(
        _l("Your present password"),
        validators=[Optional(), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class OwnMailboxForm(MailboxForm):
    """The new address, and the present password, if there is one."""

    present = PasswordField(
        _l("Your present password"),
        validators=[Optional(), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class LinkForm(Form):
    """One button."""


class ProfileForm(Form):
    """Name and language of a person with an account."""

    name = name_field()
    language = RadioField(
        _l("Your language"),
        choices=screen_languages(languages.STAFF),
    )
    digest = BooleanField(
        _l("A letter on working days at 7, when something cannot wait"),
        description=_l("Numbers alone, no name; none when nothing is pressing."),
    )

    def leave_out_digest(self) -> None:
        """Ask nothing of the morning letter, which caseworkers alone get."""
        del self.digest
        self.stored -= {"digest"}


class HostForm(Form):
    """Someone who would like to host comes by themselves."""

    name = name_field()
    email = email_field()
