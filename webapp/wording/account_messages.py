"""What is written to people with an account: links to come in, and news of their account."""

from flask_babel import gettext as _
from sqlalchemy.orm import object_session

from webapp.models import EmailLink, Message, Programme, Role
from webapp.services.records.tokens import email_digits, email_token
from webapp.wording.days import day
from webapp.wording.messages import Text, address, kind


@kind("sign-in-link")
def _sign_in_link(message: Message) -> Text:
    return letter(
        _("Your link to sign in"),
        _("Here is your link to sign in to Sillon. It works once, for 30 minutes:"),
        _link(message),
        _("If you did not ask for it, you need not do anything."),
    )


@kind("host-sign-up")
def _host_sign_up(message: Message) -> Text:
    return letter(
        _("Welcome to Sillon"),
        _("Thank you for wishing to open your farm. Use this link to begin; it works once, for "
          "30 minutes:"),
        _link(message),
        _("Too late? Ask for a new link on the sign-in page."),
        _("If you did not ask for it, you need not do anything: nothing will be kept."),
    )  # fmt: skip


@kind("reset-password")
def _reset_password(message: Message) -> Text:
    return letter(
        _("Choose a new password"),
        _("With this link you choose a new password for Sillon. It works once, for 30 minutes:"),
        _link(message),
        _("If you did not ask for it, your present password stays as it is."),
    )


@kind("invitation")
def _invitation(message: Message) -> Text:
    session = object_session(message)
    programme = session.get(Programme, 1) if session else None
    return letter(
        _("You are invited to Sillon"),
        _("%(programme)s invites you to Sillon, which brings together people who discover the "
          "countryside and the farms that welcome them. Open your account with this link within "
          "7 days:", programme=programme.name if programme else _("The programme")),
        _link(message),
        _("If you do not know why you received this, you need not do anything."),
    )  # fmt: skip


@kind("charter-code")
def _charter_code(message: Message) -> Text:
    digits = email_digits(message.email_link) if message.email_link else "…"
    return letter(
        _("Your code to sign the charter"),
        _("With this code you sign the charter on your page. It works once, for 30 minutes:"),
        digits,
        _("If you did not ask for it, you need not do anything: nothing is signed."),
    )


@kind("proof-code")
def _proof_code(message: Message) -> Text:
    digits = email_digits(message.email_link) if message.email_link else "…"
    return letter(
        _("Your code to see who comes"),
        _("With this code your page shows the names and the telephone of your guests again. It "
          "works once, for 30 minutes:"),
        digits,
        _("If you did not ask for it, somebody else has your page open: sign out everywhere, "
          "under “My account”."),
    )  # fmt: skip


@kind("mailbox-code")
def _mailbox_code(message: Message) -> Text:
    digits = email_digits(message.email_link) if message.email_link else "…"
    return letter(
        _("Your code for another mailbox"),
        _("With this code Sillon writes to this mailbox from now on. It works once, for 30 "
          "minutes:"),
        digits,
        _("If you did not ask for it, you need not do anything: nothing is changed."),
    )  # fmt: skip


@kind("mailbox-changed")
def _mailbox_changed(_message: Message) -> Text:
    return letter(
        _("Sillon writes to another mailbox"),
        _("The e-mail address of your Sillon account has just been changed: nothing is sent to "
          "this mailbox any more, and it opens the account no more."),
        _("If you did not ask for it, call the coordination of the programme at once."),
    )  # fmt: skip


@kind("password-changed")
def _password_changed(_message: Message) -> Text:
    return letter(
        _("Your password was changed"),
        _("The password of your Sillon account has just been changed."),
        _("If it was not you, choose a new one at once:"),
        address("auth.forget_password"),
    )


@kind("provider-changed")
def _provider_changed(message: Message) -> Text:
    is_linked = message.user is not None and message.user.provider_digest is not None
    return letter(
        _("The way into your account has changed"),
        _("An identity of the identity provider has just been linked to your Sillon account: it "
          "opens the account from now on.") if is_linked else
        _("The identity that was linked to your Sillon account opens it no more."),
        _("If you did not ask for it, call the coordination of the programme at once."),
    )  # fmt: skip


@kind("no-password")
def _no_password(_message: Message) -> Text:
    return letter(
        _("Your account needs no password"),
        _("Somebody asked for a new password for your Sillon account. It is opened by the "
          "identity provider alone: choose it on the sign-in page."),
        address("auth.sign_in"),
        _("If you did not ask for it, you need not do anything."),
    )  # fmt: skip


@kind("farm-approved")
def _farm_approved(message: Message) -> Text:
    return letter(
        _("Your farm is approved"),
        _("Your farm is approved until %(day)s: its dates are proposed from now on.",
          day=_approved_until(message)),
        _("Next: open an offer and tick the days that suit you, if you have not yet:"),
        address("farmer.show_todo"),
    )  # fmt: skip


@kind("farm-approval-shortened")
def _farm_approval_shortened(message: Message) -> Text:
    return _of_a_farm(
        _("The approval of your farm ends sooner"),
        _("The approval of your farm now ends on %(day)s: dates after it are proposed to nobody. "
          "The coordination of the programme can tell you why.", day=_approved_until(message)),
    )  # fmt: skip


@kind("farm-declined")
def _farm_declined(_message: Message) -> Text:
    return _of_a_farm(
        _("Your farm does not take part"),
        _("The programme cannot take your farm on. Thank you for your offer; the coordination can "
          "tell you why."),
    )  # fmt: skip


@kind("farm-reconsidered")
def _farm_reconsidered(_message: Message) -> Text:
    return _of_a_farm(
        _("Your farm is looked at again"),
        _("The programme looks at your farm again, and will call you. Your page says what is still "
          "missing:"),
    )  # fmt: skip


@kind("farm-suspended")
def _farm_suspended(_message: Message) -> Text:
    return _of_a_farm(
        _("Your farm receives nobody for now"),
        _("The programme has stopped the visits to your farm for now, and those to come are "
          "cancelled. The coordination will call you; you may call it too."),
    )  # fmt: skip


@kind("farm-removed")
def _farm_removed(_message: Message) -> Text:
    return _of_a_farm(
        _("Your farm has left the programme"),
        _("Your farm no longer takes part in the programme, and its visits to come are cancelled. "
          "The coordination can tell you why."),
    )  # fmt: skip


@kind("incident-opened")
def _incident_opened(message: Message) -> Text:
    told = _("Somebody told of an incident, or a visit was refused or ended for a reason of "
             "safety. You are among the few who read it:")  # fmt: skip
    return _of_incident(message, _("An incident to look at"), told)


@kind("incident-serious")
def _incident_serious(message: Message) -> Text:
    told = _("A serious incident is open: somebody may be in danger. Read it now, and call. You "
             "are among the few who read it:")  # fmt: skip
    return _of_incident(message, _("A serious incident: look at it now"), told)


def _of_incident(message: Message, subject: str, told: str) -> Text:
    is_caseworker = message.user is not None and message.user.role is Role.CASEWORKER
    portal = "caseworker" if is_caseworker else "coordinator"
    return letter(subject, told, address(f"{portal}.list_incidents"))


@kind("file-read-urgently")
def _file_read_urgently(message: Message) -> Text:
    is_caseworker = message.user is not None and message.user.role is Role.CASEWORKER
    portal = "caseworker" if is_caseworker else "coordinator"
    return letter(
        _("A file was read in an emergency"),
        _("Somebody whose it is not opened a file for an hour, and wrote why. Read it, and ask "
          "them if it is not clear:"),
        address(f"{portal}.list_urgent_readings"),
    )  # fmt: skip


@kind("files-end-soon")
def _files_end_soon(message: Message) -> Text:
    is_caseworker = message.user is not None and message.user.role is Role.CASEWORKER
    return letter(
        _("Files that end soon"),
        _("Of some people your association accompanies, nothing has been heard for a long time. "
          "In a month their files are made anonymous. If one of them is still in touch with you, "
          "note it in the file, and it stays:") if is_caseworker else
        _("An association of which nobody can come in has files that end in a month. Their codes "
          "are here:"),
        address("caseworker.list_ending" if is_caseworker else "coordinator.show_retention"),
    )  # fmt: skip


def _of_a_farm(subject: str, words: str) -> Text:
    return letter(subject, words, address("farmer.show_todo"))


def _approved_until(message: Message) -> str:
    farm = message.user.farm if message.user else None
    return day(farm.approved_until) if farm and farm.approved_until else "…"


def _link(message: Message) -> str:
    """Return the address behind a message's link; a message without one leads to sign-in."""
    return link_address(message.email_link) if message.email_link else address("auth.sign_in")


def link_address(link: EmailLink) -> str:
    """Return the address of an e-mail's link; its token is made here and kept nowhere."""
    return address("auth.open_link", token=email_token(link))


def letter(subject: str, *paragraphs: str) -> Text:
    """Return a letter: its paragraphs between the greeting and our name."""
    return Text(subject, "\n\n".join((str(_("Hello,")), *map(str, paragraphs), "Sillon")) + "\n")
