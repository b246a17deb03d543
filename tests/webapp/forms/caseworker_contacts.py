"""What a caseworker writes into the log of a file, and takes out of it."""

from datetime import date

from sqlalchemy.orm import Session

from tests.webapp.forms.caseworker_dates import numbered
from tests.webapp.forms.caseworker_files import a_file
from tests.webapp.forms.places import audited, is_there, newest
from tests.webapp.forms.row import Row, World, typed
from webapp.models import Contact
from webapp.services.records import contacts
from webapp.web.contact_form import ContactLogForm


def a_file_with_a_contact(db: Session) -> World:
    world = a_file(db)
    day, words = date(2027, 2, 20), "Comes with a friend."
    world.contact = contacts.log(db, world.party, world.reader, kind="note", on=day, words=words)
    return numbered(world, "contact")


ROWS = [
    Row(
        "caseworker.log_contact",
        a_file,
        form=ContactLogForm,
        subject=newest(Contact),
        fields={
            "kind": typed("meeting"),
            "on": typed("2027-02-27", date(2027, 2, 27)),
            "words": typed("The goats suit them; they ask for a week in May."),
        },
        then={
            "by_id": lambda world: world.reader.id,
            audited("party.contact-logged", "kind"): "meeting",
        },
    ),
    Row(
        "caseworker.remove_contact",
        a_file_with_a_contact,
        page="caseworker.log_contact",
        then={is_there("contact"): False, audited("party.contact-removed", "kind"): "note"},
    ),
]
