"""The programme ends what a farm and its guests had agreed to; nothing opens again by itself."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farmer
from tests.page import Page
from tests.webapp.after.pairs import a_pair, on_hold, suspended
from tests.webapp.forms.feedback import over
from webapp.channels.truth import is_true
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Event, Incident, Message, RelationshipState, Side, Visit
from webapp.services.accounts import users
from webapp.services.after import relationships
from webapp.services.farms import stopping
from webapp.services.records.tokens import visit_token
from webapp.services.visits import incident_acts, stays

pytestmark = pytest.mark.usefixtures("noon")

PARTY, FARM = Side.PARTY, Side.FARM
PROPOSED, CLOSED = RelationshipState.PROPOSED, RelationshipState.CLOSED


@pytest.mark.parametrize("stop", [suspended, on_hold])
@pytest.mark.parametrize("said", [(PARTY,), (FARM,), (FARM, PARTY)])
def test_what_a_stop_of_the_farm_ends_the_guests_alone_begin_again(
    db: Session, stop: Callable[[Session, Visit], None], said: tuple[Side, ...]
) -> None:
    visit, by = a_pair(db), a_coordinator(db)
    for side in said:
        relationships.say_yes(db, visit, side, ["phone"])
    messages = db.scalars(select(Message).where(Message.kind.startswith("visit-relation"))).all()
    stop(db, visit)
    ended = relationships.of_visit(db, visit)
    assert ended
    assert (ended.state, ended.closed_by, ended.party_shares) == (CLOSED, None, [])
    assert not any(is_true(each) for each in messages)
    event = db.scalars(select(Event).where(Event.act == "visit.relationship-closed")).one()
    assert (event.actor, event.facts) == ("job", {"by": "programme"}), "nobody reads who told"
    for side in Side:
        with pytest.raises(RuleBroken, match="changed-meanwhile"):
            relationships.say_yes(db, visit, side, [])
    if stop is suspended:
        stopping.resume(db, visit.farm, by, "Nothing was found.")
    else:
        incident_acts.close(db, db.scalars(select(Incident)).one(), by, "Nothing was found.")
    assert relationships.shown_to(db, visit, FARM) is None
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        relationships.say_yes(db, visit, FARM, [])
    assert relationships.say_yes(db, visit, PARTY, []).state is PROPOSED
    asked = select(Message).where(Message.kind == relationships.ASKED, Message.side == FARM)
    assert is_true(db.scalars(asked.order_by(Message.id.desc())).all()[0])


def test_who_tells_of_an_incident_is_offered_to_end_the_contact_and_a_serious_one_ends_it(
    db: Session, page: Page
) -> None:
    visit = a_pair(db)
    for side in Side:
        relationships.say_yes(db, visit, side, ["phone"])
    link = f"/v/{visit_token(visit, PARTY)}"
    page.visit(f"{link}/incident").submit(button="End this contact")
    assert "The farm sees nothing of you." in page.text
    for side in (PARTY, FARM):
        relationships.say_yes(db, visit, side, ["phone"])
    page.visit(f"{link}/incident").submit({"kind": "hurt"}, button="Send what I wrote")
    assert "The programme has ended this contact." in page.text
    page.visit(link).follow("Stay in contact with the farm")
    assert "The programme has ended this contact." in page.text
    assert "Yes, but without my number" not in page.text
    reader = a_coordinator(db, language="en")
    page.sign_in(reader).visit("/programme/incidents").follow(visit.farm.name)
    assert "Ended by the programme" in page.text
    page.sign_in(visit.farm.users[0]).visit(f"/farm/visits/{visit.id}/relationship")
    assert "This contact is over. Nobody sees anything of the other." in page.text
    assert "programme" not in page.text
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    page.visit(f"/casework/visits/{visit.id}/relationship")
    assert "This farm is stopped or on hold" in page.text
    assert "The programme, " in page.text


def test_who_acts_on_what_an_earlier_page_showed_acts_on_what_is_so(db: Session) -> None:
    visit, by = a_pair(db), a_caseworker(db)
    for side in Side:
        relationships.say_yes(db, visit, side, ["phone"])
    shown = relationships.of_visit(db, visit)
    assert shown
    db.execute(text(  # what another transaction has kept since this one has read it
        "UPDATE relationships SET state = 'closed', closed_at = now(), closed_by = 'party',"
        " party_shares = '{}', farm_shares = '{}'"
    ))  # fmt: skip
    for act, words in (
        (relationships.say_yes, (FARM, ["phone"])),
        (relationships.close, (FARM,)),
        (relationships.note, ("letter", today(), by)),
    ):
        with pytest.raises(RuleBroken, match="not-from-this-state"):
            act(db, visit, *words)
    assert (shown.state, shown.farm_shares) == (CLOSED, [])


@pytest.mark.parametrize("column", ["closed_at = now()", "farm_said_at = NULL"])
def test_the_database_keeps_open_only_what_two_yeses_hold(db: Session, column: str) -> None:
    visit = a_pair(db)
    for side in Side:
        relationships.say_yes(db, visit, side, [])
    with pytest.raises(IntegrityError):
        db.execute(text(f"UPDATE relationships SET {column}"))  # noqa: S608 (a constant)


def test_a_second_visit_to_the_farm_has_no_second_contact(db: Session, page: Page) -> None:
    visit = a_pair(db)
    again = over(db, party=visit.party, slot=visit.slot)
    for side in Side:
        relationships.say_yes(db, visit, side, ["phone"])
    page.visit(f"/v/{visit_token(again, PARTY)}/relationship").submit(button="End this contact")
    assert "The farm sees nothing of you." in page.text
    for each in (visit, again):
        assert relationships.shown_to(db, each, FARM) is None
        with pytest.raises(RuleBroken, match="not-from-this-state"):
            relationships.say_yes(db, each, FARM, [])


def test_a_lost_telephone_and_an_account_shut_out_open_nothing_of_past_visits_either(
    db: Session, page: Page
) -> None:
    visit = a_pair(db)
    kept = {side: f"/v/{visit_token(visit, side)}" for side in Side}
    page.visit(f"{kept[PARTY]}/relationship").visit(kept[FARM])
    assert "Yes, and the farm may see my number" not in page.text, "whoever holds the link alone"
    stays.change_contact(db, visit.party, "+33612345678", None)
    farmer = a_farmer(db, visit.farm)
    users.suspend(db, farmer, by=a_coordinator(db))
    for each in kept.values():
        page.visit(each, status=404)
    page.visit(f"/v/{visit_token(visit, FARM)}")
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    link = f"/v/{visit_token(visit, PARTY)}"
    page.visit(f"/casework/visits/{visit.id}").submit(button="Lost telephone: new links")
    assert "the next message about this visit brings a new one" in page.text
    page.visit(link, status=404)
