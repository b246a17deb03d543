"""Many files at once: whom it touches and whom it leaves, taken back, and out of a round."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from tests.builders import a_caseworker, a_party, a_round
from tests.page import Page, shown_values
from tests.webapp.workshops.builders import a_series
from webapp.models import MatchingRound, Message, PartyState, SavedSearch, User
from webapp.services.parties import many_files, referents
from webapp.services.records import audit
from webapp.services.rounds import overview, snapshot
from webapp.services.workshops import telling


def address(act: str, *numbers: int) -> str:
    return f"/casework/parties/many?act={act}&" + "&".join(f"party={each}" for each in numbers)


def test_one_reads_whom_it_touches_and_why_the_others_stay_and_takes_it_back(
    desk: Page, db: Session, caseworker: User
) -> None:
    ready, paused, whole = (a_party(db, caseworker.organisation) for _ in range(3))
    paused.state, whole.state = PartyState.PAUSED, PartyState.ENROLLED
    lacking = a_party(db, caseworker.organisation, state=PartyState.ENROLLED, number=None)
    foreign = a_party(db, state=PartyState.PAUSED)
    desk.visit(address("ready", ready.id, paused.id, whole.id, lacking.id, foreign.id))
    assert "2 files are concerned." in desk.text
    assert [row.b.get_text() for row in desk.soup.select("ul.rows li") if row.b] == [
        paused.code, whole.code, ready.code, lacking.code
    ]  # fmt: skip
    assert "telephone number" in desk.text
    already = next(row for row in desk.soup.select("ul.rows li") if ready.code in row.get_text())
    assert "Ready" in already.get_text()
    assert "in the meantime" not in desk.text, "Nothing has changed"
    desk.submit(button="Ready to take part")
    assert "2 files changed." in desk.text
    states = [party.state for party in (ready, paused, whole, lacking, foreign)]
    assert states == [
        PartyState.READY, PartyState.READY, PartyState.READY, PartyState.ENROLLED, PartyState.PAUSED
    ]  # fmt: skip
    desk.follow("Undo").submit(button="Pause")
    assert (paused.state, ready.state) == (PartyState.PAUSED, PartyState.READY)


def test_what_a_colleague_decided_of_one_of_many_meanwhile_is_said_and_nothing_done(
    desk: Page, db: Session, caseworker: User
) -> None:
    colleague = a_caseworker(db, caseworker.organisation, name="Ana Roy")
    theirs, other = (a_party(db, caseworker.organisation) for _ in range(2))
    desk.visit(address("hand-over", theirs.id, other.id))
    audit.set_actor(db, audit.Actor("user", colleague.id))
    referents.entrust(db, theirs, colleague, None)
    db.commit()
    mine = {"to": str(caseworker.id)}
    desk.submit(mine, button="Give to a colleague")
    assert f"this happened: {theirs.code}: " in desk.text
    assert "Ana Roy" in desk.text
    assert shown_values(desk.form_to(desk.path))["to"] == [str(caseworker.id)]
    db.expire_all()
    assert [theirs.referent, other.referent] == [colleague, None]
    desk.submit(button="Give to a colleague")
    db.expire_all()
    assert [theirs.referent, other.referent] == [caseworker, caseworker]


def test_days_are_given_to_many_who_then_take_part_unless_something_is_missing(
    desk: Page, db: Session, caseworker: User
) -> None:
    whole, paused = (a_party(db, caseworker.organisation) for _ in range(2))
    whole.state, paused.state = PartyState.ENROLLED, PartyState.PAUSED
    lacking = a_party(db, caseworker.organisation, state=PartyState.ENROLLED, number=None)
    for party in (whole, lacking, paused):
        party.availabilities.clear()
    db.flush()
    days = {"first_day": "2027-09-06", "last_day": "2027-12-17"}
    add = "Add days they can be away"
    desk.visit(address("days", whole.id, paused.id)).submit(days, button=add)
    assert (whole.state, paused.state) == (PartyState.ENROLLED, PartyState.PAUSED)
    assert [each.last_day.isoformat() for each in whole.availabilities] == ["2027-12-17"]
    chosen = address("days", whole.id, lacking.id, paused.id)
    desk.visit(chosen).submit({**days, "ready": True}, button=add)
    assert "3 files changed." in desk.text
    assert "2 of these files take part in rounds now." in desk.text
    assert "Of the others something is missing" in desk.text
    states = [party.state for party in (whole, lacking, paused)]
    assert states == [PartyState.READY, PartyState.ENROLLED, PartyState.READY]
    assert [len(party.availabilities) for party in (whole, lacking, paused)] == [1, 1, 1]


def test_workshops_to_choose_from_are_sent_to_many_once_a_day_where_a_message_arrives(
    desk: Page, db: Session, caseworker: User
) -> None:
    first, second = (a_party(db, caseworker.organisation) for _ in range(2))
    unreached = a_party(db, caseworker.organisation, number=None)
    chosen = address("workshops", first.id, second.id, unreached.id)
    assert "None of the files chosen is concerned." in desk.visit(chosen).text
    a_series(db)
    telling.send_link(db, first)
    desk.visit(chosen)
    assert "1 file is concerned." in desk.text
    desk.submit(button="Send workshops to choose from")
    assert "1 message leaves." in desk.text
    sent = db.scalars(select(Message.party_id).where(Message.kind == telling.LINK))
    assert sorted(number for number in sent if number) == [first.id, second.id]
    assert "None of the files chosen is concerned." in desk.visit(chosen).text


def test_a_file_left_out_of_a_round_by_choice_is_not_in_its_problem(
    db: Session, caseworker: User
) -> None:
    left, taken = (a_party(db, caseworker.organisation) for _ in range(2))
    of_round = a_round(db, caseworker.organisation)
    given = many_files.Given(of_round=of_round)
    many_files.do(db, "leave-out", [left], given)
    assert [party.id for party in snapshot.build_problem(db, of_round).parties] == [f"p{taken.id}"]
    assert (left, "chosen") in overview.look_over(db, of_round).aside
    many_files.do(db, "take-along", [left], given)
    assert len(snapshot.build_problem(db, of_round).parties) == 2


def test_a_kept_search_is_of_whoever_made_it_alone(page: Page, db: Session) -> None:
    mine = a_caseworker(db, language="en")
    colleague = a_caseworker(db, mine.organisation, language="en")
    a_party(db, mine.organisation, code="P-9001", state=PartyState.PAUSED)
    a_party(db, mine.organisation, code="P-9002")
    page.sign_in(mine).visit("/casework/parties?state=paused")
    page.submit({"name": "At rest"}, button="Keep the search")
    page.visit("/casework/parties").follow("At rest")
    assert "P-9001" in page.text
    assert "P-9002" not in page.text
    assert "At rest" not in page.sign_in(colleague).visit("/casework/parties").text


def test_a_search_is_kept_or_said_why_not(desk: Page, db: Session, caseworker: User) -> None:
    a_party(db, caseworker.organisation)
    desk.visit("/casework/parties?sort=waiting").submit({"name": "Mine"}, button="Keep the search")
    [kept] = db.scalars(select(SavedSearch))
    assert (kept.name, kept.asked) == ("Mine", "sort=waiting")
    desk.visit("/casework/parties?sort=name")
    desk.submit({"name": "far too long " * 9}, button="Keep the search")
    assert "far too long far too long" in str(desk.soup.select_one("[name=name]"))
    assert desk.soup.select_one("[name=name][aria-invalid]") is not None


def test_numbers_that_no_row_can_have_choose_nobody(desk: Page) -> None:
    for number in ("²", "①", "4294967296", "9" * 20):
        desk.visit(f"/casework/parties/many?act=leave-out&party={number}")
        assert "P-" not in desk.text


def test_two_who_choose_for_one_round_at_once_lose_nothing(db: Session, caseworker: User) -> None:
    first, second = (a_party(db, caseworker.organisation) for _ in range(2))
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    db.flush()
    stale = [*made.without]
    db.execute(update(MatchingRound).values(without=[first.id]))
    set_committed_value(made, "without", stale)
    many_files.do(db, "leave-out", [second], many_files.Given(of_round=made))
    assert made.without == [first.id, second.id]
