"""What coordinators note of a farm: its adults, and calls and meetings with it."""

from datetime import date

from sqlalchemy.orm import Session

from tests.webapp.forms.caseworker_dates import numbered
from tests.webapp.forms.coordinator_farms import a_farm_met
from tests.webapp.forms.places import audited, is_there, newest, of
from tests.webapp.forms.row import Row, World, typed
from webapp.models import FarmContact, Host
from webapp.portals.coordinator.farm_forms import HostForm
from webapp.services.farms import hosts
from webapp.services.records import contacts
from webapp.web.contact_form import ContactLogForm


def a_farm_that_was_called(db: Session) -> World:
    world = a_farm_met(db)
    day, words = date(2027, 2, 20), "They repair the shower."
    world.contact = contacts.log(db, world.farm, world.reader, kind="call", on=day, words=words)
    return numbered(world, "contact")


def a_farm_with_a_host(db: Session) -> World:
    world = a_farm_met(db)
    world.host = Host(name="Anne Duval", seen_on=date(2026, 5, 4), until=date(2027, 5, 3))
    hosts.add(db, world.farm, world.host)
    return numbered(world, "host")


VOUCHED = {
    "name": typed("Luc Duval"),
    "seen_on": typed("2027-02-27", date(2027, 2, 27)),
    "until": typed("2028-02-26", date(2028, 2, 26)),
}


ROWS = [
    Row(
        "coordinator.list_hosts",
        a_farm_met,
        form=HostForm,
        subject=newest(Host),
        fields=VOUCHED,
        then={of("farm", "hosts_until"): date(2028, 2, 26), audited("farm.host-added"): True},
    ),
    Row(
        "coordinator.edit_host",
        a_farm_with_a_host,
        form=HostForm,
        subject="host",
        edits=True,
        fields=VOUCHED,
        then={of("farm", "hosts_until"): date(2028, 2, 26), audited("farm.host-changed"): True},
    ),
    Row(
        "coordinator.remove_host",
        a_farm_with_a_host,
        page="coordinator.list_hosts",
        then={is_there("host"): False, of("farm", "hosts_until"): None},
    ),
    Row(
        "coordinator.log_farm_contact",
        a_farm_met,
        form=ContactLogForm,
        subject=newest(FarmContact),
        fields={
            "kind": typed("meeting"),
            "on": typed("2027-02-27", date(2027, 2, 27)),
            "words": typed("The second bed is there."),
        },
        then={
            "farm_id": lambda world: world.farm.id,
            "by_id": lambda world: world.reader.id,
            audited("farm.contact-logged", "kind"): "meeting",
        },
    ),
    Row(
        "coordinator.remove_farm_contact",
        a_farm_that_was_called,
        page="coordinator.log_farm_contact",
        then={is_there("contact"): False, audited("farm.contact-removed", "kind"): "call"},
    ),
]
