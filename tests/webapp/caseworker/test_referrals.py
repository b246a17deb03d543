"""Somebody is sent from outside, called, enrolled or not, and whoever sent them hears back."""

from datetime import timedelta

import babel.dates
import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farmer,
    a_party,
    a_visit,
    an_organisation,
)
from tests.page import Page
from webapp.ground.clock import now, today
from webapp.ground.database import EVERYONE, NOBODY, Scope, set_scope
from webapp.ground.vocabulary import PRESCRIBERS
from webapp.models import (
    FollowUp,
    Organisation,
    Party,
    Referral,
    Side,
    User,
    VisitState,
    Waiver,
)
from webapp.services.after import follow_ups
from webapp.services.parties import funnel, leaving, referrals
from webapp.services.parties.how_far import STAGES
from webapp.services.records import audit
from webapp.services.records.tokens import referral_token, referring_token

SALMA = {
    "first_name": "Salma", "last_name": "Rahimi", "phone": "0639980002", "language": "prs",
    "prescriber": "mission-locale", "sent_by": "N. Petit", "agreed": "y",
}  # fmt: skip


@pytest.fixture
def home(caseworker: User) -> Organisation:
    assert caseworker.organisation is not None
    return caseworker.organisation


@pytest.fixture
def outside(app: Flask, db: Session) -> Page:
    """The browser of a prescriber, who has no account; in English."""
    visitor = Page(app, db)
    visitor.visit("/?lang=en")
    return visitor


def only(db: Session) -> Referral:
    return db.scalars(select(Referral)).one()


def test_a_prescriber_sends_somebody_who_is_enrolled_and_hears_back(
    outside: Page, desk: Page, db: Session, home: Organisation
) -> None:
    outside.visit(f"/refer/{referring_token(home)}")
    outside.submit({**SALMA, "agreed": None}, button="Send")
    assert "nobody is called who has not agreed" in outside.text
    outside.submit({"agreed": "y"}, button="Send")
    assert outside.title == "Thank you: it is sent"
    address = outside.path
    desk.visit("/casework/parties").follow("People sent to you")
    assert "Salma Rahimi" in desk.text
    assert "Mission locale · " in desk.text
    desk.submit(button="Reached")
    outside.visit(address)
    assert "The person was reached" in outside.text
    desk.submit(button="Interested").follow("Record their file")
    told = {"sex": "woman", "birth_year": "1994", "french": "A1", "commune": "Caen"}
    desk.submit(told, button="Record")
    party = db.scalars(select(Party)).one()
    assert (party.names, party.phone, party.language) == ("Salma Rahimi", "+33639980002", "prs")
    assert only(db).party is party
    outside.visit(address)
    assert "takes part in the programme" in outside.text
    assert not {"Salma", "Rahimi", party.code, "98 00 02"} & set(outside.text.split())


def test_why_it_does_not_go_on_is_counted_and_not_told(
    outside: Page, desk: Page, db: Session, home: Organisation
) -> None:
    outside.visit(f"/refer/{referring_token(home)}").submit(SALMA, button="Send")
    address = outside.path
    desk.visit("/casework/referrals").follow("Not pursued")
    desk.submit({"reason": "not-interested"}, button="Save")
    outside.visit(address)
    assert "It does not go on for now" in outside.text
    assert "Does not wish to" not in outside.text
    desk.visit("/casework/referrals?show=all").submit(button="Take it up again")
    assert only(db).is_open


def test_a_renewed_address_and_a_forged_one_open_nothing(
    outside: Page, db: Session, home: Organisation
) -> None:
    before = referring_token(home)
    home.referral_version += 1
    db.flush()
    for wrong in (before, f"{home.id}-AAAA", "x", "999999-AAAA"):
        outside.visit(f"/refer/{wrong}", status=404)
        outside.visit(f"/referral/{wrong}", status=404)


def test_one_number_is_sent_three_times_a_day_at_most(
    outside: Page, db: Session, home: Organisation
) -> None:
    for times in range(4):
        outside.visit(f"/refer/{referring_token(home)}").submit(SALMA, button="Send")
        assert ("This was sent several times" in outside.text) == (times == 3)
    assert db.scalar(select(func.count()).select_from(Referral)) == 3


def tables(page: Page) -> dict[str, list[list[str]]]:
    """Return the rows of each table by its caption."""
    return {
        each.caption.text: [[cell.text for cell in row.select("td")] for row in each.select("tr")]
        for each in page.soup.select("table")
        if each.caption
    }


def test_the_funnel_counts_every_step_by_place_and_why_people_went_no_further(
    page: Page, desk: Page, db: Session, home: Organisation
) -> None:
    places = ("centre", "centre", "centre", "france-travail", "self")
    sent = [
        referrals.refer(db, home, first_name="A", prescriber=each, language="fr") for each in places
    ]
    referrals.refer(db, an_organisation(db), first_name="B", prescriber="self", language="fr")
    sent[0].contact()
    sent[1].interest()
    referrals.enrol(db, sent[2], a_party(db, home))
    sent[3].end("unreachable")
    leaving.leave(db, a_party(db, home), "own-wish")
    old = referrals.refer(db, home, first_name="C", prescriber="self", language="fr")
    old.created_at = now() - timedelta(days=400)
    counts = tables(desk.visit("/casework/recruitment"))
    none = [["0", "0", "–"]] * 4
    three = [["3", "0", "–"], ["3", "1", "–"], ["2", "1", "–"], ["1", "1", "–"]]
    assert counts["Reception or housing centre"][1:] == [*three, *none]
    assert counts["France Travail"][1] == ["1", "0", "Could not be reached (1)"]
    unsent = counts["Recorded by the association, sent by nobody"][1:]
    assert unsent == [["1", "0", "Do not wish to take part any more (1)"], *none]
    assert [row[0] for row in counts["All together"][1:5]] == ["5", "3", "2", "2"]
    desk.submit(button="Save as a table")
    assert "Reception or housing centre;Enrolled;1;1;" in desk.response.text
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/recruitment")
    assert tables(page)["All together"][1][0] == "6"


def test_days_of_the_funnel_stand_in_their_order_and_are_days_that_somebody_can_mean(
    desk: Page, db: Session, home: Organisation
) -> None:
    referrals.refer(db, home, first_name="A", prescriber="self", language="fr")
    before, after = (today() + timedelta(days=days) for days in (-9, 9))
    for asked in (
        f"first={after}&last={before}",
        f"first={before}&last={after}",
        f"last={after}",
        f"first={before}",
        "first=0001-01-01&last=9999-12-31",
        "first=now&last=%00",
    ):
        counts = tables(desk.visit(f"/casework/recruitment?{asked}"))
        assert counts["All together"][1][0] == "1", asked
    desk.visit(f"/casework/recruitment?first={after}").submit(button="Save as a table")
    assert desk.response.status_code == 200


def test_each_step_after_enrolment_is_come_to_by_the_rows_of_the_work(
    db: Session, home: Organisation
) -> None:
    sent = referrals.refer(db, home, first_name="A", prescriber="self", language="fr")

    def furthest() -> str:
        db.flush()
        found = funnel.funnel(db, home.id, today(), today())
        return max((each for each in STAGES if found.there(each)), key=STAGES.index)

    party = a_party(db, home)
    referrals.enrol(db, sent, party)
    assert furthest() == "enrolled"
    by = a_caseworker(db, home).id
    person = party.persons[0]
    db.add(Waiver(party_id=party.id, person_id=person.id, by_id=by, reason="They know farms."))
    assert furthest() == "prepared"
    visit = a_visit(db, party=party)
    visit.confirmed_at = now()
    assert furthest() == "placed"
    visit.state = VisitState.COMPLETED
    assert furthest() == "visited"
    followed = FollowUp(visit=visit, side=Side.PARTY, months=1, due_on=today())
    followed.reach("other", "call", today())
    db.add(followed)
    assert furthest() == "followed"


def test_a_file_that_was_put_into_another_goes_on_as_that_one_and_counts_once(
    db: Session, home: Organisation
) -> None:
    sent = referrals.refer(db, home, first_name="A", prescriber="self", language="fr")
    first, kept = a_party(db, home), a_party(db, home)
    referrals.enrol(db, sent, first)
    first.merged_into_id = kept.id
    db.flush()
    found = funnel.funnel(db, home.id, today(), today())
    assert (found.reached("enrolled", ("self",)), found.reached("enrolled")) == (1, 1)


def test_a_list_says_of_each_step_its_day_and_who_noted_it(
    desk: Page, db: Session, home: Organisation, caseworker: User
) -> None:
    referrals.refer(db, home, first_name="A", prescriber="self", language="fr")
    desk.visit("/casework/referrals").submit(button="Interested")
    desk.follow("Not pursued").submit({"reason": "not-now"}, button="Save")
    desk.visit("/casework/referrals?show=all")
    day = babel.dates.format_date(today(), "long", locale="en")
    noted = f"{day}, {caseworker.name}"
    assert [each.text for each in desk.soup.select("details ol li")] == [
        f"Sent by somebody · {day}",
        f"Reached · {noted}",
        f"Interested · {noted}",
        f"Way out · {noted} · Not at this moment",
    ]


def test_a_list_says_who_noted_the_later_steps_too(
    desk: Page, db: Session, home: Organisation, caseworker: User
) -> None:
    sent = referrals.refer(db, home, first_name="A", prescriber="self", language="fr")
    sent.sent_by = "N. Petit"
    party = a_party(db, home)
    referrals.enrol(db, sent, party)
    waived = {"party_id": party.id, "person_id": party.persons[0].id, "by_id": caseworker.id}
    db.add(Waiver(**waived, reason="They know farms."))
    visit = a_visit(db, party=party, state=VisitState.COMPLETED)
    visit.confirmed_at = now()
    followed = FollowUp(visit=visit, side=Side.PARTY, months=1, due_on=today())
    db.add(followed)
    db.flush()
    audit.set_actor(db, audit.Actor("party"))
    audit.record(db, "visit.answered", visit, side="party", answer="yes")
    audit.set_actor(db, audit.Actor("user", a_farmer(db, visit.farm, name="Anne Farm").id))
    audit.record(db, "visit.answered", visit, side="farm", answer="yes")
    audit.set_actor(db, audit.Actor("user", caseworker.id))
    follow_ups.reach(db, followed, "other", "call", today())
    desk.visit("/casework/referrals?show=all")
    said = {
        step.split(" · ")[0]: step.rpartition(", ")[2]
        for step in (each.text for each in desk.soup.select("details ol li"))
    }
    assert said["Sent by somebody"] == "N. Petit"
    assert said["Prepared"] == said["Heard from afterwards"] == caseworker.name
    assert said["Placed"] == "they themselves"
    assert "Anne Farm" not in desk.text


def test_names_are_forgotten_once_they_have_served_and_the_counts_stay(
    db: Session, home: Organisation
) -> None:
    over, fresh = (
        referrals.refer(db, home, first_name=name, prescriber="self", language="fr", phone="+33")
        for name in ("Over", "Fresh")
    )
    over.end("not-now")
    db.flush()
    with time_machine.travel(now() + referrals.KEPT_AFTER + timedelta(days=1)):
        referrals.forget(db)
        db.expire_all()
        assert (over.first_name, over.phone, fresh.first_name) == (None, None, "Fresh")
        counted = funnel.funnel(db, home.id, today() - timedelta(days=200), today())
        assert counted.reached("oriented", PRESCRIBERS) == 2


def test_a_referral_is_seen_by_its_association_and_by_its_own_link_alone(
    db: Session, home: Organisation
) -> None:
    sent = referrals.refer(db, home, first_name="A", prescriber="self", language="fr")
    other = a_caseworker(db).organisation_id
    db.flush()
    seen = {
        Scope("organisation", home.id): 1, Scope("referral", sent.id): 1,
        Scope("organisation", other): 0, Scope("referral", sent.id + 1): 0, NOBODY: 0,
    }  # fmt: skip
    for scope, count in seen.items():
        set_scope(db, scope)
        assert db.scalar(select(func.count()).select_from(Referral)) == count
    set_scope(db, EVERYONE)
    assert referral_token(sent).startswith(f"{sent.id}-")
