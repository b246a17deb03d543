"""The files of an association: recorded, their topics, their states."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person, a_programme
from tests.page import Page
from tests.webapp.forms.places import audited, newest
from tests.webapp.forms.row import Reading, Row, World, carried, typed
from webapp.models import Engagement, Party, PartyState, Person
from webapp.portals.caseworker.party_contact_form import ContactForm
from webapp.portals.caseworker.party_forms import (
    DepartureForm,
    HomeForm,
    NeedsForm,
    NewPartyForm,
    PauseForm,
    WishesForm,
)


def an_association(db: Session) -> World:
    """A caseworker whose association accompanies nobody yet."""
    return World(reader=a_caseworker(db, language="en"))


def a_file(db: Session) -> World:
    """A file with everything in it: one man of Caen, ready, with days, a course and needs."""
    a_programme(db)
    user = a_caseworker(db, language="en")
    course = Engagement(
        kind="course", first_day=date(2027, 3, 8), last_day=date(2027, 6, 25), weekdays=[1, 4]
    )
    party = a_party(
        db,
        user.organisation,
        persons=[a_person(first_name="Amina", last_name="Karimi")],
        language="en",
        needs=["no-dogs", "quiet-place"],
        wishes=["sheep-goats", "bees"],
        engagements=[course],
    )
    days = party.availabilities[0]
    return World(reader=user, party=party, days=days, engagement=course)


def a_file_to_begin(db: Session) -> World:
    """A complete file that takes part in no round yet."""
    world = a_file(db)
    world.party.state = PartyState.ENROLLED
    db.flush()
    return world


def a_file_that_was_closed(db: Session) -> World:
    """A file of someone who was said to have moved."""
    world = a_file(db)
    world.party.leave("moved")
    db.flush()
    return world


def first_member(reading: Reading) -> Person | None:
    """Return the one member of the file that was recorded."""
    party = newest(Party)(reading)
    return party.persons[0] if party else None


def home_of_the_new_file(reading: Reading) -> str | None:
    party = newest(Party)(reading)
    return party.commune if party else None


SPOKEN = ["prs", "so", "Zaghawa"]

PERSON = {
    "first_name": typed("Zoé"),
    "last_name": typed("N’Diaye"),
    "sex": typed("woman"),
    "birth_year": typed("1988", 1988),
    "languages": typed(["prs", "so"], SPOKEN),
    "named_languages": typed("zaghawa", SPOKEN, at="languages"),
    "french": typed("A2"),
    "is_of_age": typed(True),
    "reads": typed(False),
    "title_until": typed("2028-01-31", date(2028, 1, 31)),
    "fundable_until": typed("2027-06-30", date(2027, 6, 30)),
    "fundable_agreed": typed(True, date(2027, 6, 30), at="fundable_until"),
}


def of_the_new_file(name: str) -> Callable[[Reading], Any]:
    """Return what reads a fact of the file that was recorded last."""

    def read(reading: Reading) -> Any:
        party = newest(Party)(reading)
        return getattr(party, name) if party else None

    return read


REACHED = {
    "phone": typed("07 67 89 01 23", "+33767890123", at=of_the_new_file("phone")),
    "language": typed("so", at=of_the_new_file("language")),
    "agreed_word": typed("goat", at=of_the_new_file("agreed_word")),
    "phone_shared": typed(True, at=of_the_new_file("phone_shared")),
}


def the_next_is_begun(reading: Reading) -> bool:
    """Return whether the form stands there with the commune of the one before."""
    commune = reading.page.soup.select_one("[name=commune]")
    return bool(commune and commune.get("value"))


def record_in_an_ambiguous_commune(page: Page, world: World) -> None:
    page.visit("/casework/parties/new").submit({"commune": "Saint-Aubin"}, button="Record")


def record_a_known_name(page: Page, world: World) -> None:
    known = {"first_name": "Amina", "last_name": "Karimi", "sex": "man", "birth_year": "1970"}
    page.visit("/casework/parties/new").submit({**known, "commune": "Bayeux"}, button="Record")


def move_to_an_ambiguous_commune(page: Page, world: World) -> None:
    address = f"/casework/parties/{world.party.id}/home"
    page.visit(address).submit({"commune": "Saint-Aubin"}, button="Save")


def is_a_second(reading: Reading) -> bool:
    """Return whether a file stands beside the one of the world."""
    found = newest(Party)(reading)
    return found is not None and found.id != reading.world.party.id


A_HOME_ELSEWHERE = {"latitude": 49.2773, "longitude": -0.7039}

ROWS = [
    Row(
        "caseworker.record_party",
        an_association,
        form=NewPartyForm,
        subject=first_member,
        fields={
            **PERSON,
            **REACHED,
            "commune": typed("Bayeux", "14047", at=home_of_the_new_file),
        },
        then={audited("party.recorded"): True},
    ),
    Row(
        "caseworker.record_party",
        an_association,
        case="and the next one",
        form=NewPartyForm,
        subject=first_member,
        fields={
            **PERSON,
            **REACHED,
            "commune": typed("Bayeux", "14047", at=home_of_the_new_file),
            "more": typed("yes", True, at=the_next_is_begun),
        },
    ),
    Row(
        "caseworker.record_party",
        an_association,
        case="in one of two communes of one name",
        form=NewPartyForm,
        subject=first_member,
        approach=record_in_an_ambiguous_commune,
        fields={
            **PERSON,
            **REACHED,
            "commune": typed("Saint-Aubin", "59529", at=home_of_the_new_file),
            "commune_code": typed("59529", at=home_of_the_new_file),
        },
    ),
    Row(
        "caseworker.record_party",
        a_file,
        case="although the name is known",
        form=NewPartyForm,
        subject=lambda reading: first_member(reading) if is_a_second(reading) else None,
        approach=record_a_known_name,
        fields={
            **PERSON,
            **REACHED,
            "first_name": typed("Amina"),
            "last_name": typed("Karimi"),
            "commune": typed("Bayeux", "14047", at=home_of_the_new_file),
            "is_another": typed(True),
        },
    ),
    Row(
        "caseworker.edit_contact",
        a_file,
        form=ContactForm,
        subject="party",
        edits=True,
        fields={
            "phone": typed("07 67 89 01 23", "+33767890123"),
            "email": typed(" zoe@post.example ", "zoe@post.example"),
            "language": typed("ar"),
            "channel": typed("phone-call"),
            "agreed_word": typed("soap"),
            "phone_shared": typed(True),
        },
        then={audited("party.changed", "topic"): "contact"},
    ),
    Row(
        "caseworker.edit_home",
        a_file,
        form=HomeForm,
        subject="party",
        edits=True,
        fields={"commune": typed("Bayeux", "14047"), "reach_km": typed("90", 90)},
        then=A_HOME_ELSEWHERE,
    ),
    Row(
        "caseworker.edit_home",
        a_file,
        case="in one of two communes of one name",
        form=HomeForm,
        subject="party",
        approach=move_to_an_ambiguous_commune,
        fields={
            "commune": typed("Saint-Aubin", "59529"),
            "commune_code": typed("59529", at="commune"),
            "reach_km": typed("90", 90),
        },
    ),
    Row(
        "caseworker.edit_needs",
        a_file,
        form=NeedsForm,
        subject="party",
        edits=True,
        fields={
            "needs": typed(["lockable-room", "halal-menu"]),
            "interpreter": typed(True),
            "private": typed(True),
            "childcare": typed("household"),
        },
    ),
    Row(
        "caseworker.edit_wishes",
        a_file,
        form=WishesForm,
        subject="party",
        edits=True,
        fields={
            "first": typed("vineyard", ["vineyard", "poultry", "cereals"], at="wishes"),
            "second": typed("poultry", ["vineyard", "poultry", "cereals"], at="wishes"),
            "third": typed("cereals", ["vineyard", "poultry", "cereals"], at="wishes"),
            "frames": typed(["immersion"]),
        },
    ),
    Row(
        "caseworker.make_party_ready",
        a_file_to_begin,
        subject="party",
        page="caseworker.show_party",
        then={"state": PartyState.READY},
    ),
    Row(
        "caseworker.pause_party",
        a_file,
        form=PauseForm,
        subject="party",
        then={"state": PartyState.PAUSED},
    ),
    Row(
        "caseworker.record_departure",
        a_file,
        form=DepartureForm,
        subject="party",
        fields={
            "outcome": typed("farm-training"),
            "left_alone": typed("y", True),
            "visits": carried(PartyState.LEFT, at="state"),
        },
        then={audited("party.left", "outcome"): "farm-training"},
    ),
    Row(
        "caseworker.record_return",
        a_file_that_was_closed,
        subject="party",
        page="caseworker.show_party",
        then={"state": PartyState.ENROLLED, "outcome": None, audited("party.came-back"): True},
    ),
]
