"""An identity of the identity provider, linked to an account and taken off it."""

from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_programme
from tests.page import SITE, Page
from tests.webapp.forms.accounts import a_member_of_staff, a_member_of_staff_inside, the_code
from tests.webapp.forms.places import audited, of, written
from tests.webapp.forms.row import Row, World, typed
from webapp.ground.clock import now
from webapp.portals.auth.forms import CodeForm
from webapp.portals.coordinator.sign_in_ways import WaysInForm
from webapp.services.accounts import provider_links

IDENTITY = provider_links.digest("https://provider.example", "camille")


def somebody_linked(db: Session) -> World:
    world = a_member_of_staff_inside(db)
    provider_links.link(db, world.person, IDENTITY)
    return world


def a_coordinator_beside_somebody_linked(db: Session) -> World:
    linked = a_member_of_staff(db).person
    provider_links.link(db, linked, IDENTITY)
    return World(reader=a_coordinator(db, language="en"), person=linked, user=linked)


def a_coordinator_of_a_programme(db: Session) -> World:
    return World(reader=a_coordinator(db, language="en"), programme=a_programme(db))


def somebody_at_the_door(db: Session) -> World:
    a_programme(db).links_by_mailbox = True
    return a_member_of_staff(db)


def has_shown_an_identity(page: Page, world: World) -> None:
    """Come back from the provider; `auth.test_provider` goes all the way."""
    page.db.commit()
    with page.client.session_transaction(base_url=SITE) as cookie:
        cookie["identity"] = {
            "at": now().timestamp(),
            "identity": IDENTITY,
            "email": world.person.email,
            "provider": "ProConnect",
            "user_id": world.reader.id if world.reader else None,
        }
    page.visit("/account/identity" if world.reader else "/account/provider/link?lang=en")


ROWS = [
    Row(
        "account.link_provider",
        a_member_of_staff_inside,
        form=CodeForm,
        approach=has_shown_an_identity,
        fields={"code": typed(the_code, IDENTITY, at=of("person", "provider_digest"))},
        then={written("provider-changed"): 1},
    ),
    Row(
        "auth.link_by_mailbox",
        somebody_at_the_door,
        form=CodeForm,
        approach=has_shown_an_identity,
        fields={"code": typed(the_code, IDENTITY, at=of("person", "provider_digest"))},
        then={written("provider-changed"): 1},
    ),
    Row(
        "account.unlink_provider",
        somebody_linked,
        page="account.show_account",
        then={of("person", "provider_digest"): None, audited("user.provider-unlinked"): True},
    ),
    Row(
        "coordinator.unlink_provider",
        a_coordinator_beside_somebody_linked,
        page="coordinator.show_user",
        then={of("person", "provider_digest"): None, audited("user.provider-unlinked"): True},
    ),
    Row(
        "coordinator.edit_ways_in",
        a_coordinator_of_a_programme,
        form=WaysInForm,
        subject="programme",
        edits=True,
        fields={"links_by_mailbox": typed(True), "passwords_off": typed(True)},
    ),
]
