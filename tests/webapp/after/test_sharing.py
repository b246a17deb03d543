"""What is shared is what was said yes to: of who was there, of who says it, as it was shown."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farmer, a_person
from tests.page import Page
from tests.webapp.after.pairs import a_pair, with_code
from webapp.ground.errors import RuleBroken
from webapp.models import Side, Visit
from webapp.services.accounts import users
from webapp.services.after import relationships
from webapp.services.visits import stays

PARTY, FARM = Side.PARTY, Side.FARM


def in_contact(db: Session) -> Visit:
    visit = a_pair(db)
    a_farmer(db, visit.farm, email="aaron@ferme.example")
    anne = next(each for each in visit.farm.users if each.email.startswith("anne"))
    relationships.say_yes(db, visit, FARM, ["phone", "email"], anne)
    relationships.say_yes(db, visit, PARTY, ["phone"])
    return visit


def seen(db: Session, visit: Visit, side: Side) -> tuple[str, str | None, str | None]:
    shared = relationships.shown_to(db, visit, side)
    assert shared
    return ", ".join(shared.names), shared.phone, shared.email


def another_number(db: Session, visit: Visit) -> None:
    stays.change_contact(db, visit.party, "+33612345678", None)


def somebody_joins(db: Session, visit: Visit) -> None:
    visit.party.persons.append(a_person(first_name="Aicha"))
    db.flush()


@pytest.mark.parametrize("change", [another_number, somebody_joins])
def test_another_number_or_household_is_shown_to_nobody_before_a_new_yes(
    db: Session, page: Page, change: Callable[[Session, Visit], None]
) -> None:
    visit = in_contact(db)
    there, number = visit.party.first_names, visit.party.phone
    assert seen(db, visit, FARM) == (there, number, None)
    change(db, visit)
    assert seen(db, visit, FARM) == (there, None, None)
    with_code(page, visit)
    assert "the farm does not see your number until you say yes again" in page.text
    assert f"With a yes the farm sees: {there}" in page.text
    page.submit({"answer": "phone"}, button="Yes, and the farm may see my number")
    assert "until you say yes again" not in page.text
    assert seen(db, visit, FARM) == (there, visit.party.phone, None), "who joined was not there"


def other_phone(_db: Session, visit: Visit) -> None:
    visit.farm.phone = "+33233000000"


def other_address(_db: Session, visit: Visit) -> None:
    anne = next(each for each in visit.farm.users if each.email.startswith("anne"))
    anne.email = "anne@elsewhere.example"


def shut_out(db: Session, visit: Visit) -> None:
    anne = next(each for each in visit.farm.users if each.email.startswith("anne"))
    users.suspend(db, anne, by=a_coordinator(db))


@pytest.mark.parametrize(
    ("change", "phone", "email"),
    [
        (other_phone, None, "anne@ferme.example"),
        (other_address, "+33231000000", None),
        (shut_out, "+33231000000", None),
    ],
)
def test_guests_see_the_address_of_who_said_yes_and_nothing_that_has_changed_since(
    db: Session,
    page: Page,
    change: Callable[[Session, Visit], None],
    phone: str | None,
    email: str | None,
) -> None:
    visit = in_contact(db)
    assert seen(db, visit, PARTY)[1:] == ("+33231000000", "anne@ferme.example")
    change(db, visit)
    db.flush()
    assert seen(db, visit, PARTY)[1:] == (phone, email)
    with_code(page, visit)
    assert ("anne@ferme.example" in page.text) is (email is not None)
    aaron = next(each for each in visit.farm.users if each.email.startswith("aaron"))
    aaron.language = "en"
    page.sign_in(aaron).visit(f"/farm/visits/{visit.id}/relationship")
    assert "Our e-mail address (aaron@ferme.example)" in page.text
    assert "they do not see it until you say so again" in page.text


def test_nobody_shares_what_they_do_not_have(db: Session, page: Page) -> None:
    visit = a_pair(db)
    visit.farm.phone = None
    visit.party.set_phone(None)
    for side in Side:
        with pytest.raises(RuleBroken, match="answer-missing"):
            relationships.say_yes(db, visit, side, ["phone"])
    page.sign_in(visit.farm.users[0]).visit(f"/farm/visits/{visit.id}/relationship")
    assert "Our telephone number" not in page.text
