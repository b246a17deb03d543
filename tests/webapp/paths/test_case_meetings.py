"""Case meetings: nobody is decided about unheard, nor by one alone; what is signed stays."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farm, a_party
from tests.page import Page
from tests.webapp.paths.case_builders import a_case_meeting, a_decision, closed_by
from tests.webapp.pdf.reading import bare, text_of
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, NOBODY, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import CaseDecision, CaseMeeting, CaseSignature, CaseState, Person, User
from webapp.services.parties import case_meetings, merging
from webapp.services.retention import anonymising
from webapp.wording import case_minutes

Setting = tuple[Person, User, User]


@pytest.fixture
def setting(db: Session) -> Setting:
    """A person, and two who accompany people there."""
    home = a_party(db).organisation
    person = a_party(db, home).persons[0]
    return person, a_caseworker(db, home), a_caseworker(db, home)


def decide(db: Session, meeting: CaseMeeting, person: Person, **said: str) -> None:
    usual = {"decision": "Cours du soir.", "their_word": "", "not_asked": ""}
    case_meetings.decide(db, meeting, person, **{**usual, **said})


def test_nothing_is_decided_about_somebody_without_their_word_or_why_it_was_not_asked(
    db: Session, setting: Setting
) -> None:
    person, *_both = setting
    meeting = a_case_meeting(db, person.party.organisation_id)
    with pytest.raises(RuleBroken, match="word-not-asked"):
        decide(db, meeting, person, their_word="  ")
    with pytest.raises(RuleBroken, match="asked-and-not-asked"):
        decide(db, meeting, person, their_word="Oui", not_asked="away")
    decide(db, meeting, person, their_word="Oui")
    decide(db, meeting, person, not_asked="away")
    assert len(case_meetings.about(db, person)) == 2


def test_where_several_could_sign_nobody_decides_alone(db: Session, setting: Setting) -> None:
    person, one, other = setting
    made = a_decision(db, person)
    with pytest.raises(RuleBroken, match="one-signs-alone"):
        case_meetings.close(db, made.meeting, [one], [one, other])
    case_meetings.close(db, made.meeting, [one], [one])
    assert made.meeting.state is CaseState.SIGNING


def test_a_meeting_opened_by_mistake_is_taken_away_while_nothing_is_decided_in_it(
    db: Session, setting: Setting
) -> None:
    person, *_both = setting
    empty = a_case_meeting(db, person.party.organisation_id)
    decided = a_decision(db, person).meeting
    with pytest.raises(RuleBroken, match="something-decided"):
        case_meetings.abandon(db, decided)
    case_meetings.abandon(db, empty)
    db.flush()
    assert db.scalars(select(CaseMeeting)).all() == [decided]


def test_a_meeting_that_decided_nothing_is_not_signed(db: Session, setting: Setting) -> None:
    person, one, other = setting
    meeting = a_case_meeting(db, person.party.organisation_id)
    with pytest.raises(RuleBroken, match="nothing-decided"):
        closed_by(db, meeting, one, other)


def test_with_the_last_signature_it_stays_as_it_is(db: Session, setting: Setting) -> None:
    person, one, other = setting
    made = a_decision(db, person)
    meeting = closed_by(db, made.meeting, one, other)
    case_meetings.sign(db, meeting, one)
    with pytest.raises(RuleBroken, match="signature-not-awaited"):
        case_meetings.sign(db, meeting, one)
    assert case_meetings.awaiting(db, other) == [meeting]
    case_meetings.sign(db, meeting, other)
    assert meeting.state is CaseState.SIGNED
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        case_meetings.take_up(db, meeting)
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        case_meetings.change(db, made, decision="Rien.", their_word="Oui", not_asked="")
    with pytest.raises(DBAPIError, match="stays as it is"), db.begin_nested():
        a_decision(db, person, meeting)
    db.delete(meeting.signatures[0])
    with pytest.raises(DBAPIError, match="stays as it is"):
        db.flush()


@pytest.mark.parametrize("page_of", ["closing", "decisions/{}"])
def test_a_meeting_that_is_written_no_more_shows_no_form(
    page: Page, db: Session, setting: Setting, page_of: str
) -> None:
    person, one, other = setting
    made = a_decision(db, person)
    page.sign_in(one)
    page.visit(f"/casework/cases/{made.meeting.id}/{page_of.format(made.id)}?lang=en")
    meeting = closed_by(db, made.meeting, one, other)
    if page_of != "closing":
        page.submit({"decision": "Too late."}, button="Save")
        assert "What you wrote was not kept: Too late." in page.text
    page.visit(page.path)
    assert "This meeting is closed, to be signed" in page.text
    for each in (one, other):
        case_meetings.sign(db, meeting, each)
    page.visit(page.path)
    assert "have signed this meeting: it stays as it is" in page.text
    assert not page.soup.select("main form")


def test_taken_up_before_all_have_signed_everybody_signs_anew(
    db: Session, setting: Setting
) -> None:
    person, one, other = setting
    meeting = closed_by(db, a_decision(db, person).meeting, one, other)
    case_meetings.sign(db, meeting, one)
    case_meetings.take_up(db, meeting)
    assert (meeting.state, meeting.signatures) == (CaseState.OPEN, [])


def test_the_decision_about_who_is_erased_goes_from_signed_minutes_and_the_others_stay(
    db: Session, setting: Setting
) -> None:
    person, one, other = setting
    second = a_party(db, person.party.organisation).persons[0]
    meeting = a_decision(db, person).meeting
    a_decision(db, second, meeting)
    closed_by(db, meeting, one, other)
    for each in (one, other):
        case_meetings.sign(db, meeting, each)
    anonymising.anonymise_parties(db, [person.party])
    assert [each.person_id for each in case_meetings.lines(db, meeting)] == [second.id]


def test_a_signed_decision_goes_with_its_person_into_the_file_that_is_kept(
    db: Session, setting: Setting
) -> None:
    person, one, other = setting
    names = {"first_name": person.first_name, "last_name": person.last_name}
    twin = Person(**names, sex=person.sex, birth_year=person.birth_year)
    a_party(db, person.party.organisation, persons=[twin])
    made = a_decision(db, twin)
    closed_by(db, made.meeting, one, other)
    for each in (one, other):
        case_meetings.sign(db, made.meeting, each)
    merging.merge(db, person.party, twin.party, {}, one)
    assert case_meetings.about(db, person) == [made]


def test_only_the_association_reads_its_case_meetings(db: Session, setting: Setting) -> None:
    person, one, other = setting
    closed_by(db, a_decision(db, person).meeting, one, other)
    elsewhere, farm = a_caseworker(db).organisation_id, a_farm(db).id
    for scope, seen in {
        Scope("organisation", person.party.organisation_id): (1, 1, 2),
        Scope("organisation", elsewhere): (0, 0, 0),
        Scope("party", person.party_id): (0, 0, 0),
        Scope("farm", farm): (0, 0, 0),
        NOBODY: (0, 0, 0),
        EVERYONE: (1, 1, 2),
    }.items():
        set_scope(db, scope)
        kinds = (CaseMeeting, CaseDecision, CaseSignature)
        assert tuple(len(db.scalars(select(each.id)).all()) for each in kinds) == seen, scope


def test_the_minutes_say_what_was_decided_with_their_word_and_who_signed(
    db: Session, setting: Setting, app: Flask
) -> None:
    person, one, other = setting
    meeting = closed_by(db, a_decision(db, person).meeting, one, other)
    case_meetings.sign(db, meeting, one)
    with app.test_request_context():
        lines = case_meetings.lines(db, meeting)
        printed = case_minutes.printed(meeting, lines, person.party.organisation).content()
    read = bare(text_of(printed))
    for words in (person.party.code, "D’accord.", "missionlocale", one.name, other.name):
        assert bare(words) in read


def test_a_decision_from_a_path_opens_a_meeting_and_waits_on_the_board_to_be_signed(
    page: Page, db: Session
) -> None:
    reader = a_caseworker(db, language="en")
    person = a_party(db, reader.organisation).persons[0]
    page.sign_in(reader).visit(f"/casework/parties/{person.party_id}/people/{person.id}/path")
    page.follow("Decide in a case meeting")
    page.submit({"decision": "Evening classes."}, button="Write it down")
    assert "Write what the person says, or choose why they were not asked." in page.text
    page.submit({"their_word": "Yes, please."}, button="Write it down")
    page.visit("/casework/cases").follow(str(today().year)).follow("Close, and have it signed")
    page.submit(button="Close the meeting").visit("/casework/")
    page.follow("Your signature is awaited").submit(button="I sign")
    [meeting] = db.scalars(select(CaseMeeting)).all()
    db.refresh(meeting)
    assert meeting.state is CaseState.SIGNED


def test_signed_minutes_go_on_naming_whom_they_named(
    db: Session, setting: Setting, page: Page, app: Flask
) -> None:
    person, one, other = setting
    mistaken = a_party(db, person.party.organisation).persons[0]
    mistaken.first_name = "Omid"
    meeting = closed_by(db, a_decision(db, mistaken).meeting, one, other)
    for each in (one, other):
        case_meetings.sign(db, meeting, each)
    said, kept = f"{mistaken.party.code} · Omid", person.party.code
    one.language = "en"
    page.sign_in(one).visit(f"/casework/cases/{meeting.id}")
    assert said in page.text
    assert "Signed so." not in page.text
    before = page.visit(f"/casework/cases/{meeting.id}/minutes.pdf").response.data
    merging.merge(db, person.party, mistaken.party, {}, one)
    db.flush()
    page.visit(f"/casework/cases/{meeting.id}")
    assert said in page.text
    assert f"Signed so. The file is now: {kept} · " in page.text
    assert page.visit(f"/casework/cases/{meeting.id}/minutes.pdf").response.data == before


def test_what_is_taken_up_again_names_people_as_they_are_called_now(
    db: Session, setting: Setting
) -> None:
    person, one, other = setting
    made = a_decision(db, person)
    closed_by(db, made.meeting, one, other)
    person.first_name = "Omid"
    assert made.named != made.called_now
    case_meetings.take_up(db, made.meeting)
    assert made.named == made.called_now == f"{person.party.code} · Omid"


def test_a_page_that_is_older_than_a_signature_takes_nothing_up_again(
    db: Session, setting: Setting, page: Page
) -> None:
    person, one, other = setting
    one.language = "en"
    meeting = closed_by(db, a_decision(db, person).meeting, one, other)
    page.sign_in(one).visit(f"/casework/cases/{meeting.id}")
    case_meetings.sign(db, meeting, other)
    db.flush()
    page.submit(button="Take it up again")
    assert "Nothing is done yet." in page.text
    assert "Case meeting signed" in page.text
    assert case_meetings.awaiting(db, one) == [meeting]
    page.submit(button="Take it up again")
    assert meeting.is_open


def test_several_sign_from_pages_of_the_same_moment(
    db: Session, setting: Setting, page: Page
) -> None:
    person, one, other = setting
    meeting = closed_by(db, a_decision(db, person).meeting, one, other)
    page.sign_in(one).visit(f"/casework/cases/{meeting.id}?lang=en")
    case_meetings.sign(db, meeting, other)
    db.flush()
    page.submit(button="I sign")
    assert meeting.state is CaseState.SIGNED


def test_what_another_took_away_meanwhile_is_said_to_whoever_presses_after(
    page: Page, db: Session, setting: Setting
) -> None:
    person, one, _other = setting
    made = a_decision(db, person)
    number = made.id
    page.sign_in(one).visit(f"/casework/cases/{made.meeting_id}")
    db.delete(made)
    db.flush()
    page.submit(to=f"/casework/cases/{made.meeting_id}/decisions/{number}/removal", status=404)
    assert "Rien n’a été enregistré" in page.text
    assert page.soup.find("a", href=f"/casework/cases/{made.meeting_id}")
