"""The caseworker's boards: what waits, every visit, and what can be done to one."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_farm,
    a_help_call,
    a_party,
    a_person,
    a_programme,
    a_slot,
    a_visit,
    an_offer,
)
from tests.page import Page
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Answer,
    Companions,
    Event,
    Message,
    MessageState,
    Organisation,
    Side,
    User,
    Visit,
    VisitState,
)
from webapp.services.visits import answers, proposing, stays

YES = {"party_answer": Answer.YES, "farm_answer": Answer.YES}


@pytest.fixture
def caseworker(db: Session) -> User:
    a_programme(db)
    return a_caseworker(db, language="en")


@pytest.fixture
def home(caseworker: User) -> Organisation:
    assert caseworker.organisation is not None
    return caseworker.organisation


@pytest.fixture
def desk(page: Page, caseworker: User) -> Page:
    return page.sign_in(caseworker)


@pytest.fixture
def visit(db: Session, home: Organisation) -> Visit:
    return a_visit(db, a_party(db, home))


def address(visit: Visit) -> str:
    return f"/casework/visits/{visit.id}"


def test_an_empty_board_says_so(desk: Page, db: Session, home: Organisation) -> None:
    a_party(db, home)
    assert "Nothing waits for you" in desk.visit("/casework/").text


def test_the_board_shows_what_is_awaited_and_from_whom(
    desk: Page, db: Session, visit: Visit
) -> None:
    visit.party_answer = Answer.YES
    desk.visit("/casework/")
    assert "Answers awaited" in desk.text
    assert "the farm 5 days left" in desk.text


def test_a_refusal_shows_on_the_board_with_its_place(desk: Page, db: Session, visit: Visit) -> None:
    desk.visit(address(visit)).follow("Record an answer")
    desk.submit({"side": "party", "answer": "no", "reason": "too-far"}, button="Record the answer")
    desk.visit("/casework/")
    assert "Without a place again" in desk.text
    assert "It is too far" in desk.text
    assert "Places that are free again" in desk.text


def test_a_party_with_another_visit_is_not_without_a_place(
    desk: Page, db: Session, visit: Visit
) -> None:
    visit.state, visit.ended_at = VisitState.DECLINED, now()
    a_visit(db, visit.party, a_slot(db, arrival=visit.departure + timedelta(days=9)))
    assert "Without a place again" not in desk.visit("/casework/").text


def test_people_who_are_reached_by_a_call_are_to_be_called(
    desk: Page, db: Session, visit: Visit
) -> None:
    assert "To be called" not in desk.visit("/casework/").text
    visit.party.channel = "phone-call"
    assert "To be called" in desk.visit("/casework/").text


def test_someone_whose_companions_no_longer_go_shows_on_the_board(
    desk: Page, db: Session, home: Organisation
) -> None:
    slot = a_slot(db, an_offer(db, a_farm(db, rooms=(4,))))
    friends = Companions(organisation_id=home.id)
    a_visit(db, a_party(db, home, companions=friends), slot)
    friend = a_visit(db, a_party(db, home, companions=friends), slot)
    assert "Parted from their companions" not in desk.visit("/casework/").text
    answers.answer(db, friend, Side.PARTY, Answer.NO)
    assert "Parted from their companions" in desk.visit("/casework/").text


def test_a_message_that_failed_is_sent_again_from_the_board(
    desk: Page, db: Session, visit: Visit
) -> None:
    proposing.tell(db, visit, Side.PARTY, "visit-proposed")
    message = db.scalars(select(Message)).one()
    message.fail("sms-refused")
    desk.visit("/casework/").submit(button="Send again")
    assert message.state is MessageState.QUEUED


def test_a_message_whose_matter_is_over_is_closed_instead_of_sent_again(
    desk: Page, db: Session, visit: Visit
) -> None:
    proposing.tell(db, visit, Side.PARTY, "visit-reminder")
    message = db.scalars(select(Message)).one()
    message.fail("sms-refused")
    visit.answer_by = today() - timedelta(days=1)
    db.commit()
    desk.visit("/casework/").submit(button="Send again")
    assert "This message is no longer needed" in desk.text
    assert message.state is MessageState.NOT_NEEDED


def test_nobody_sees_the_visits_of_another_association(desk: Page, db: Session) -> None:
    other = a_visit(db, a_party(db, persons=[a_person(first_name="Xanthippe")]))
    a_help_call(db, other)
    assert "Xanthippe" not in desk.visit("/casework/").text
    assert "Xanthippe" not in desk.visit("/casework/visits").text
    desk.visit(address(other), status=404)


def test_visits_are_found_by_name_state_and_days(
    desk: Page, db: Session, visit: Visit, home: Organisation
) -> None:
    other = a_visit(
        db, a_party(db, home, persons=[a_person(first_name="Zoé")]), state=VisitState.DECLINED
    )
    desk.visit("/casework/visits?text=zo")
    assert other.party.code in desk.text
    assert visit.party.code not in desk.text
    assert visit.party.code not in desk.visit("/casework/visits?state=declined").text
    last = (visit.arrival - timedelta(days=1)).isoformat()
    assert "No visit fits" in desk.visit(f"/casework/visits?until={last}").text
    assert visit.party.code in desk.visit("/casework/visits?state=nonsense&from=never").text


@pytest.mark.parametrize("sort", ["arrival", "deadline", "code", "state"])
def test_the_board_sorts_both_ways(
    desk: Page, db: Session, home: Organisation, visit: Visit, sort: str
) -> None:
    later = a_slot(db, arrival=visit.departure + timedelta(days=1))
    a_visit(db, a_party(db, home), later, answer_by=visit.answer_by + timedelta(days=1))
    orders = []
    for direction in ("ascending", "descending"):
        desk.visit(f"/casework/visits?sort={sort}&direction={direction}")
        orders.append([row.get_text(strip=True) for row in desk.soup.select("tbody th")])
    assert orders[0] == orders[1][::-1]


def test_the_board_has_pages(desk: Page, db: Session, home: Organisation) -> None:
    slot, party = a_slot(db), a_party(db, home)
    for _ in range(26):
        a_visit(db, party, slot, state=VisitState.DECLINED)
    assert len(desk.visit("/casework/visits").soup.select("tbody tr")) == 25
    assert len(desk.visit("/casework/visits?page=2").soup.select("tbody tr")) == 1


def test_the_second_yes_by_telephone_confirms_and_says_who_recorded_it(
    desk: Page, db: Session, visit: Visit, caseworker: User
) -> None:
    visit.party_answer = Answer.YES
    desk.visit(address(visit)).follow("Record an answer")
    desk.submit({"side": "farm", "answer": "yes"}, button="Record the answer")
    assert visit.state is VisitState.CONFIRMED
    assert f"by telephone · {caseworker.name}" in desk.text


def test_an_answer_that_cannot_be_kept_is_said_in_the_form(
    desk: Page, db: Session, visit: Visit
) -> None:
    visit.farm_answer, visit.state, visit.ended_by = Answer.NO, VisitState.DECLINED, Side.FARM
    desk.visit(address(visit) + "/answer")
    desk.submit({"side": "party", "answer": "yes"}, button="Record the answer")
    assert "The other side has declined" in desk.text


def test_a_reason_told_after_the_answer_is_kept_with_it(
    desk: Page, db: Session, visit: Visit
) -> None:
    said = {"side": "party", "answer": "no"}
    for reason in ("", "too-far"):
        desk.visit(address(visit) + "/answer")
        desk.submit({**said, "reason": reason}, button="Record the answer")
    assert (visit.party_reason, visit.end_reason) == ("too-far", "too-far")


@pytest.mark.parametrize(
    ("side", "answer", "reason"),
    [("party", "yes", "too-far"), ("farm", "no", "too-far"), ("party", "no", "sooner")],
)
def test_a_reason_that_does_not_go_with_the_answer_is_not_dropped_in_silence(
    desk: Page, visit: Visit, side: str, answer: str, reason: str
) -> None:
    desk.visit(address(visit) + "/answer")
    given = {"side": side, "answer": answer, "reason": reason}
    desk.submit(given, button="Record the answer")
    assert "This does not go with the answer" in desk.text
    assert visit.state is VisitState.PROPOSED


def test_a_cancellation_asks_side_and_reason_and_frees_the_beds(
    desk: Page, db: Session, visit: Visit
) -> None:
    desk.visit(address(visit)).follow("Cancel the visit").submit(button="Cancel the visit")
    assert "Choose a reason" in desk.text
    desk.submit({"by": "programme", "reason": "weather"}, button="Cancel the visit")
    assert (visit.state, visit.ended_by) == (VisitState.CANCELLED, None)
    assert visit.slot.people_held == 0
    event = db.scalars(select(Event).where(Event.act == "visit.cancelled")).one()
    assert event.facts == {"by": None, "reason": "weather", "notice": 30}


@pytest.mark.parametrize(
    ("link", "button", "state"),
    [
        ("did not take place", "Record it", VisitState.NO_SHOW),
        ("ended early", "early end", VisitState.ENDED_EARLY),
    ],
)
def test_a_stay_that_goes_wrong_is_recorded_with_side_and_reason(
    desk: Page, db: Session, home: Organisation, link: str, button: str, state: VisitState
) -> None:
    slot = a_slot(db, arrival=today())
    visit = a_visit(db, a_party(db, home), slot, state=VisitState.UNDER_WAY, **YES)
    desk.visit(address(visit)).follow(link)
    desk.submit({"by": "party", "reason": "transport"}, button=button)
    assert (visit.state, visit.ended_by, slot.people_held) == (state, Side.PARTY, 0)


def test_an_arrival_is_recorded_for_someone_who_called(
    desk: Page, db: Session, home: Organisation
) -> None:
    slot = a_slot(db, arrival=today())
    visit = a_visit(db, a_party(db, home), slot, state=VisitState.UNDER_WAY, **YES)
    assert "No sign of arrival" in desk.visit("/casework/").text
    desk.submit(button="They have arrived")
    assert visit.arrived_at is not None


@pytest.mark.parametrize("act", ["absence", "arrival"])
def test_nobody_arrives_or_stays_away_before_the_first_day(
    desk: Page, db: Session, home: Organisation, act: str
) -> None:
    visit = a_visit(db, a_party(db, home), a_slot(db), state=VisitState.CONFIRMED, **YES)
    with pytest.raises(RuleBroken, match="visit-not-begun"):
        {"absence": lambda: stays.miss(db, visit, None, "other"),
         "arrival": lambda: stays.arrive(db, visit)}[act]()  # fmt: skip
    assert (visit.state, visit.arrived_at) == (VisitState.CONFIRMED, None)


def test_a_party_that_arrived_did_not_stay_away(db: Session) -> None:
    slot = a_slot(db, arrival=today())
    visit = a_visit(db, a_party(db), slot, state=VisitState.UNDER_WAY, arrived_at=now(), **YES)
    with pytest.raises(RuleBroken, match="party-has-arrived"):
        stays.miss(db, visit, Side.PARTY, "other")
    assert visit.holds


def test_a_lost_telephone_ends_the_links_and_sends_new_ones(
    desk: Page, db: Session, visit: Visit
) -> None:
    desk.visit(address(visit)).submit(button="Lost telephone")
    assert visit.link_version == 2
    kinds = db.scalars(select(Message.kind)).all()
    assert kinds == ["visit-link", "visit-link"]


def test_reading_a_visit_is_kept(desk: Page, db: Session, visit: Visit) -> None:
    desk.visit(address(visit))
    acts = db.scalars(select(Event.act).where(Event.subject_id == visit.id)).all()
    assert acts == ["visit.read"]
