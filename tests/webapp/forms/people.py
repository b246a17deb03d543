"""The people with an account: invited, changed, shut out and let in again."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_party,
    a_user,
    a_visit,
)
from tests.page import Page
from tests.webapp.forms.coordinator import the_coordinator
from tests.webapp.forms.places import id_of, is_there, live_sessions, newest, of, written
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.ground.clock import now
from webapp.models import LocalReferent, Role, StandIn, User
from webapp.portals.coordinator.user_forms import (
    AccountForm,
    CaseworkerForm,
    FarmerForm,
    InvitationForm,
    LocalReferentForm,
    SuspensionForm,
)
from webapp.services.accounts import mailboxes, second_factor
from webapp.services.records import sessions
from webapp.services.records.tokens import email_digits
from webapp.web.mailbox_form import MailboxCodeForm, MailboxForm


def an_invited_person(db: Session) -> World:
    """Someone who was invited and never came in."""
    invited = a_user(db, Role.COORDINATOR, name="Inès Morel")
    return World(reader=a_coordinator(db, language="en"), user=invited)


def someone_signed_in(db: Session) -> World:
    """A caseworker with a telephone, signed in somewhere."""
    user = a_caseworker(db, last_seen_at=now())
    second_factor.ensure_secret(user)
    sessions.open_session(db, user)
    return World(reader=a_coordinator(db, language="en"), user=user)


def someone_suspended(db: Session) -> World:
    world = someone_signed_in(db)
    world.user.suspended_at = now()
    db.flush()
    return world


def is_suspended(reading: Reading) -> bool:
    return reading.again(reading.world.user).suspended_at is not None


def the_last_of_an_association(db: Session) -> World:
    """A caseworker whose association has a visit ahead, and nobody else."""
    world = someone_signed_in(db)
    a_visit(db, a_party(db, world.user.organisation))
    return world


def who_took_over(reading: Reading) -> int | None:
    row = reading.fresh.get(StandIn, reading.world.user.organisation_id)
    return row.user_id if row else None


def farm_of_the_invited(reading: Reading) -> str | None:
    """Return the name of the farm that was made for the invited farmer."""
    user = newest(User)(reading)
    return user.farm.name if user and user.farm else None


def nearby(reading: Reading) -> LocalReferent | None:
    """Return where the invited local referent lives."""
    user = newest(User)(reading)
    return user.nearby if user else None


def of_nearby(name: str) -> Callable[[Reading], str | None]:
    """Return what reads what is known of where they live."""

    def read(reading: Reading) -> str | None:
        found = nearby(reading)
        return getattr(found, name) if found else None

    return read


def invite_in_an_ambiguous_commune(page: Page, world: World) -> None:
    typed_first = {"name": "Lise", "email": "lise@village.example", "phone": "06 11 11 11 11"}
    page.visit("/programme/people/invite-local-referent").submit(
        {**typed_first, "commune": "Saint-Aubin"}, button="Send the invitation"
    )


INVITED = {
    "name": typed("Léa Le Goff"),
    "email": typed("lea@association.example"),
    "language": typed("en"),
}
SENT = {written("invitation"): 1}


def a_farm_that_stands(db: Session) -> World:
    return World(reader=a_coordinator(db, language="en"), farm=a_farm(db))


def someone_who_changes_mailbox(db: Session) -> World:
    """A code is on its way to another mailbox of somebody."""
    world = someone_signed_in(db)
    mailboxes.ask(db, world.user, "camille@elsewhere.example")
    link = mailboxes.asked(db, world.user)
    assert link is not None
    world.digits = email_digits(link)
    return world


def address_of_the_code(reading: Reading) -> str | None:
    link = mailboxes.asked(reading.fresh, reading.world.user)
    return link.address if link else None


ROWS = [
    Row(
        "coordinator.invite_to_farm",
        a_farm_that_stands,
        form=InvitationForm,
        subject=newest(User),
        fields=INVITED,
        then={"farm_id": lambda world: world.farm.id, "role": Role.FARMER, **SENT},
    ),
    Row(
        "coordinator.edit_user",
        someone_signed_in,
        form=AccountForm,
        subject="user",
        edits=True,
        fields={"name": typed("Camille Martin"), "language": typed("en")},
    ),
    Row(
        "coordinator.change_mailbox",
        someone_signed_in,
        form=MailboxForm,
        fields={"email": typed("camille@elsewhere.example", at=address_of_the_code)},
        then={written("mailbox-code"): 1},
    ),
    Row(
        "coordinator.prove_mailbox",
        someone_who_changes_mailbox,
        form=MailboxCodeForm,
        fields={
            "code": typed(
                lambda world: str(world.digits),
                "camille@elsewhere.example",
                at=of("user", "email"),
            )
        },
        then={written("mailbox-changed"): 1},
    ),
    Row(
        "coordinator.invite_coordinator",
        the_coordinator,
        form=InvitationForm,
        subject=newest(User),
        fields=INVITED,
        then={"role": Role.COORDINATOR, **SENT},
    ),
    Row(
        "coordinator.invite_caseworker",
        the_coordinator,
        form=CaseworkerForm,
        subject=newest(User),
        fields={
            **INVITED,
            "organisation": typed(
                id_of("organisation"),
                lambda world: world.organisation.id,
                at="organisation_id",
            ),
        },
        then={"role": Role.CASEWORKER, **SENT},
    ),
    Row(
        "coordinator.invite_local_referent",
        the_coordinator,
        form=LocalReferentForm,
        subject=newest(User),
        fields={
            **INVITED,
            "commune": typed("Carentan-les-Marais", "50099", at=of_nearby("commune")),
            "phone": typed("06 11 11 11 11", "+33611111111", at=of_nearby("phone")),
        },
        then={"role": Role.LOCAL_REFERENT, **SENT},
    ),
    Row(
        "coordinator.invite_local_referent",
        the_coordinator,
        case="who lives in one of several communes",
        form=LocalReferentForm,
        subject=newest(User),
        approach=invite_in_an_ambiguous_commune,
        fields={"commune_code": typed("59529", at=of_nearby("commune"))},
    ),
    Row(
        "coordinator.invite_farmer",
        the_coordinator,
        form=FarmerForm,
        subject=newest(User),
        fields={**INVITED, "farm": typed("Ferme du Bocage", at=farm_of_the_invited)},
        then={"role": Role.FARMER, **SENT},
    ),
    Row(
        "coordinator.resend_invitation",
        an_invited_person,
        page="coordinator.show_user",
        then=SENT,
    ),
    Row(
        "coordinator.revoke_invitation",
        an_invited_person,
        page="coordinator.show_user",
        then={is_there("user"): False},
    ),
    Row(
        "coordinator.suspend_user",
        the_last_of_an_association,
        case="the last of an association",
        form=SuspensionForm,
        page="coordinator.show_user",
        fields={
            "stand_in": typed(
                lambda world: str(world.reader.id), lambda world: world.reader.id, at=who_took_over
            )
        },
        then={is_suspended: True},
    ),
    Row(
        "coordinator.suspend_user",
        someone_signed_in,
        form=SuspensionForm,
        page="coordinator.show_user",
        then={is_suspended: True, live_sessions("user"): 0},
    ),
    Row(
        "coordinator.restore_user",
        someone_suspended,
        page="coordinator.show_user",
        then={is_suspended: False},
    ),
    Row(
        "coordinator.reset_second_factor",
        someone_signed_in,
        subject="user",
        page="coordinator.show_user",
        then={"code_confirmed_at": None, "code_secret": None, live_sessions("user"): 0},
    ),
]
