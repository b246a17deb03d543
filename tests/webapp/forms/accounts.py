"""Coming in, and one's own account."""

from collections.abc import Callable

from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farmer
from tests.page import Page
from tests.webapp.forms.places import audited, live_sessions, newest, of, said, written
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.models import EmailLinkPurpose, User, UserSession
from webapp.portals.auth.forms import (
    ChangePasswordForm,
    CodeForm,
    EmailForm,
    HostForm,
    LinkForm,
    NewPasswordForm,
    OwnMailboxForm,
    PasswordForm,
    ProfileForm,
)
from webapp.services.accounts import email_links, mailboxes, passwords, second_factor
from webapp.services.records import sessions
from webapp.services.records.tokens import email_digits, email_token
from webapp.web.mailbox_form import MailboxCodeForm

PASSWORD = "herbe loutre vingt manivelle"
ANOTHER = "girouette sarrasin onze bouilloire"


def a_member_of_staff(db: Session) -> World:
    """A caseworker with a password and a telephone, who is at the door."""
    user = a_caseworker(db, email="camille@association.example", language="en")
    user.password_hash = PasswordHasher.from_parameters(CHEAPEST).hash(PASSWORD)
    second_factor.ensure_secret(user)
    db.flush()
    return World(person=user)


def a_member_of_staff_inside(db: Session) -> World:
    """The same, signed in here and elsewhere."""
    world = a_member_of_staff(db)
    elsewhere = sessions.find_session(db, sessions.open_session(db, world.person))
    return World(reader=world.person, person=world.person, session=elsewhere)


def a_new_member_of_staff(db: Session) -> World:
    """The same, whose telephone is still to be set up."""
    world = a_member_of_staff(db)
    world.person.code_confirmed_at = None
    db.flush()
    return world


def a_link(purpose: EmailLinkPurpose, of_whom: Callable[..., User]) -> Callable[[Session], World]:
    """Return what builds someone to whom a link was written."""

    def build(db: Session) -> World:
        user = of_whom(db)
        return World(person=user, token=email_token(email_links.make_link(db, user, purpose)))

    return build


def give_the_address(page: Page, world: World) -> None:
    page.visit("/account/sign-in").submit({"email": world.person.email}, button="Continue")


def give_address_and_password(page: Page, world: World) -> None:
    page.visit("/account/sign-in?lang=en")
    page.submit({"email": world.person.email}, button="Continue")
    page.submit({"password": PASSWORD}, button="Sign in")


def password_fits(password: str) -> Callable[[Reading], bool]:
    """Return whether this password opens the account."""
    return lambda reading: passwords.fits(reading.again(reading.world.person), password)


def has_passed(reading: Reading) -> bool:
    """Return whether the second step of signing in is behind this person."""
    query = select(UserSession.second_factor_at).where(
        UserSession.user_id == reading.world.person.id
    )
    return any(reading.fresh.scalars(query))


def has_a_telephone(reading: Reading) -> bool:
    return reading.again(reading.world.person).code_confirmed_at is not None


def recovery_codes(reading: Reading) -> int:
    return second_factor.recovery_codes_left(reading.fresh, reading.world.person)


def the_code(world: World) -> str:
    return second_factor.current_code(world.person)


def somebody_who_changes_mailbox(db: Session) -> World:
    """A code is on its way to another mailbox."""
    world = a_member_of_staff_inside(db)
    mailboxes.ask(db, world.person, "camille@elsewhere.example")
    link = mailboxes.asked(db, world.person)
    assert link is not None
    world.digits = email_digits(link)
    return world


def the_digits(world: World) -> str:
    return str(world.digits)


def address_of_the_code(reading: Reading) -> str | None:
    link = mailboxes.asked(reading.fresh, reading.world.person)
    return link.address if link else None


COMES_IN = live_sessions("person")

ROWS = [
    Row(
        "auth.sign_in",
        a_member_of_staff,
        form=EmailForm,
        fields={
            "email": typed("zoe@association.example", True, at=said("zoe@association.example"))
        },
    ),
    Row(
        "auth.give_password",
        a_member_of_staff,
        form=PasswordForm,
        approach=give_the_address,
        fields={"password": typed(PASSWORD, 1, at=COMES_IN)},
    ),
    Row(
        "auth.send_link",
        a_member_of_staff,
        approach=give_the_address,
        then={written("reset-password"): 1},
    ),
    Row(
        "auth.forget_password",
        a_member_of_staff,
        form=EmailForm,
        fields={"email": typed("camille@association.example", 1, at=written("reset-password"))},
    ),
    Row(
        "auth.ask_to_host",
        lambda _db: World(),
        form=HostForm,
        subject=newest(User),
        fields={
            "name": typed("Anne Lebrun"),
            "email": typed("anne@ferme.example"),
        },
        then={written("host-sign-up"): 1},
    ),
    Row(
        "auth.open_link",
        a_link(EmailLinkPurpose.SIGN_IN, a_farmer),
        form=LinkForm,
        then={COMES_IN: 1},
    ),
    Row(
        "auth.open_link",
        a_link(EmailLinkPurpose.INVITATION, a_coordinator),
        case="with a new password",
        form=NewPasswordForm,
        fields={
            "password": typed(PASSWORD, True, at=password_fits(PASSWORD)),
            "again": typed(PASSWORD, True, at=password_fits(PASSWORD)),
        },
        then={COMES_IN: 1},
    ),
    Row(
        "auth.give_code",
        a_member_of_staff,
        form=CodeForm,
        approach=give_address_and_password,
        fields={"code": typed(the_code, True, at=has_passed)},
    ),
    Row(
        "auth.set_up_code",
        a_new_member_of_staff,
        form=CodeForm,
        approach=give_address_and_password,
        fields={"code": typed(the_code, True, at=has_a_telephone)},
        then={recovery_codes: second_factor.RECOVERY_CODES},
    ),
    Row(
        "auth.sign_out",
        a_member_of_staff_inside,
        page="account.show_account",
        then={audited("user.signed-out"): True, COMES_IN: 1},
    ),
    Row(
        "account.edit_profile",
        a_member_of_staff_inside,
        form=ProfileForm,
        subject="person",
        edits=True,
        fields={
            "name": typed("Camille Martin"),
            "language": typed("fr"),
            "digest": typed(False),
        },
    ),
    Row(
        "account.change_password",
        a_member_of_staff_inside,
        form=ChangePasswordForm,
        fields={
            "present": typed(PASSWORD, False, at=password_fits(PASSWORD)),
            "password": typed(ANOTHER, True, at=password_fits(ANOTHER)),
            "again": typed(ANOTHER, True, at=password_fits(ANOTHER)),
        },
    ),
    Row(
        "account.change_mailbox",
        a_member_of_staff_inside,
        form=OwnMailboxForm,
        fields={
            "email": typed("camille@elsewhere.example", at=address_of_the_code),
            "present": typed(PASSWORD, 1, at=written("mailbox-code")),
        },
    ),
    Row(
        "account.prove_mailbox",
        somebody_who_changes_mailbox,
        form=MailboxCodeForm,
        fields={"code": typed(the_digits, "camille@elsewhere.example", at=of("person", "email"))},
        then={written("mailbox-changed"): 1},
    ),
    Row(
        "account.end_session",
        a_member_of_staff_inside,
        page="account.show_account",
        then={COMES_IN: 1},
    ),
    Row(
        "account.leave_everywhere",
        a_member_of_staff_inside,
        page="account.show_account",
        then={COMES_IN: 0},
    ),
    Row(
        "account.renew_recovery_codes",
        a_member_of_staff_inside,
        form=CodeForm,
        fields={"code": typed(the_code, second_factor.RECOVERY_CODES, at=recovery_codes)},
    ),
    Row(
        "account.change_telephone",
        a_member_of_staff_inside,
        form=CodeForm,
        fields={"code": typed(the_code, False, at=has_a_telephone)},
    ),
]
