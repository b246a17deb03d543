"""Recording parties and finding them again."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import CAEN, a_farm, a_party, a_person, a_visit, an_organisation
from tests.page import SITE, Page
from webapp.ground.clock import today
from webapp.models import Engagement, Event, Message, Party, PartyState, User, VisitState

AMINA = {
    "first_name": "Amina",
    "last_name": "Exemple",
    "sex": "woman",
    "birth_year": "1994",
    "languages": ["prs", "en"],
    "french": "A2",
    "commune": "Carentan-les-Marais",
}


def recorded(db: Session) -> Party:
    return db.scalars(select(Party).order_by(Party.id.desc())).first() or pytest.fail("no party")


def test_a_party_is_recorded_by_one_person_and_a_commune(desk: Page, db: Session) -> None:
    desk.visit("/casework/parties/new").submit(AMINA, button="Record")
    party = recorded(db)
    assert (party.names, party.commune, party.state) == (
        "Amina Exemple",
        "50099",
        PartyState.ENROLLED,
    )
    assert party.code in desk.title
    assert "telephone number" in desk.text


def test_a_commune_that_several_have_is_asked_again(desk: Page, db: Session) -> None:
    form = desk.visit("/casework/parties/new")
    form.submit({**AMINA, "commune": "Saint-Aubin"}, button="Record")
    assert "choose the right one" in desk.text
    choice = desk.soup.find("input", attrs={"name": "commune_code"})
    assert choice is not None
    desk.submit({"commune_code": choice["value"]}, button="Record")
    assert recorded(db).commune == choice["value"]


def test_an_unknown_commune_is_refused_beside_its_field(desk: Page, db: Session) -> None:
    desk.visit("/casework/parties/new").submit({**AMINA, "commune": "Zzzzqx"}, button="Record")
    assert "check the spelling" in desk.text
    assert db.scalars(select(Party)).all() == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("soon", "Enter a day"),
        ("9999-12-31", "too far ahead"),
        ("01/01/2020", "This day is over"),
    ],
)
def test_a_last_day_of_a_title_that_cannot_be_is_said_beside_its_field(
    desk: Page, db: Session, typed: str, told: str
) -> None:
    desk.visit("/casework/parties/new").submit({**AMINA, "title_until": typed}, button="Record")
    assert told in desk.text
    assert db.scalars(select(Party)).all() == []


def test_a_day_may_be_typed_the_french_way(desk: Page, db: Session) -> None:
    until = today() + timedelta(days=300)
    typed = {**AMINA, "title_until": f"{until:%d/%m/%Y}"}
    desk.visit("/casework/parties/new").submit(typed, button="Record")
    assert recorded(db).persons[0].title_until == until


@pytest.mark.parametrize("year", ["1850", "2999", "abc"])
def test_a_birth_year_that_cannot_be_is_refused(desk: Page, db: Session, year: str) -> None:
    desk.visit("/casework/parties/new").submit({**AMINA, "birth_year": year}, button="Record")
    assert "Please correct this" in desk.text
    assert db.scalars(select(Party)).all() == []


def test_a_residence_title_that_is_over_is_refused(desk: Page, db: Session) -> None:
    over = {"title_until": (today() - timedelta(days=1)).isoformat()}
    desk.visit("/casework/parties/new").submit({**AMINA, **over}, button="Record")
    assert "This day is over" in desk.text


def test_every_topic_of_a_file_can_be_filled_in(desk: Page, db: Session, caseworker: User) -> None:
    party = a_party(
        db, caseworker.organisation, state=PartyState.ENROLLED, number=None, availabilities=[]
    )
    other = a_party(db, caseworker.organisation)
    farm = a_farm(db)
    address = f"/casework/parties/{party.id}"
    first, last = today() + timedelta(days=10), today() + timedelta(days=40)
    days = {"first_day": first.isoformat(), "last_day": last.isoformat()}
    topics: list[tuple[str, dict[str, Any], str]] = [
        ("contact", {"phone": "06 12 34 56 78", "language": "ar", "channel": "sms"}, "Save"),
        ("home", {"commune": "Carentan-les-Marais", "reach_km": "120"}, "Save"),
        ("availability", days, "Add these days"),
        ("engagements", {**days, "kind": "course", "weekdays": ["1", "4"]}, "Add"),
        ("needs", {"needs": ["no-pork", "no-dogs"], "private": "y", "interpreter": "y"}, "Save"),
        (
            "wishes",
            {"first": "bees", "second": "", "third": "fruit", "frames": ["discovery"]},
            "Save",
        ),
        ("companions", {"other": str(other.id)}, "Travel together"),
        ("refusals", {"farm": str(farm.id), "side": "party"}, "Never pair"),
    ]
    for topic, answers, button in topics:
        desk.visit(f"{address}/{topic}")
        desk.submit(answers, button=button)
        assert "Please correct this" not in desk.text, topic
    assert party.phone == "+33612345678"
    assert (party.language, party.reach_km, party.commune) == ("ar", 120, "50099")
    assert (party.needs, party.private, party.interpreter) == (["no-pork", "no-dogs"], True, True)
    assert party.wishes == ["bees", "fruit"]
    assert [(each.first_day, each.last_day) for each in party.availabilities] == [(first, last)]
    assert party.engagements[0].weekdays == [1, 4]
    assert party.companions is not None
    assert party.companions.parties == [party, other]
    assert [refusal.farm_id for refusal in party.refusals] == [farm.id]
    changed = db.scalars(
        select(Event)
        .where(Event.act == "party.changed", Event.subject_id == party.id)
        .order_by(Event.id)
    )
    assert [event.facts["topic"] for event in changed] == [topic for topic, _, _ in topics]


def test_a_new_number_ends_the_links_that_the_earlier_one_has(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation)
    standing = a_visit(db, party)
    over = a_visit(db, party, standing.slot, state=VisitState.DECLINED)
    contact = f"/casework/parties/{party.id}/contact"
    desk.visit(contact).submit(button="Save")
    assert standing.link_version == 1
    desk.visit(contact).submit({"phone": "06 12 34 56 78"}, button="Save")
    assert (party.phone, standing.link_version, over.link_version) == ("+33612345678", 2, 2)
    sent = db.scalars(select(Message.visit_id).where(Message.kind == "visit-link"))
    assert set(sent) == {standing.id}


def test_days_in_the_wrong_order_are_refused(desk: Page, db: Session, caseworker: User) -> None:
    party = a_party(db, caseworker.organisation)
    desk.visit(f"/casework/parties/{party.id}/availability")
    desk.submit({"first_day": "2028-05-10", "last_day": "2028-05-01"}, button="Add these days")
    assert "before the first" in desk.text


def test_what_is_missing_keeps_a_party_from_being_ready(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation, state=PartyState.ENROLLED, number=None)
    desk.visit(f"/casework/parties/{party.id}")
    assert "this is still missing" in desk.text
    desk.visit(f"/casework/parties/{party.id}/contact")
    desk.submit({"phone": "0612345678"}, button="Save")
    desk.submit(button="Ready to take part")
    assert party.state is PartyState.READY


def test_what_a_pause_does_is_read_before_it_is_done(
    desk: Page, db: Session, caseworker: User
) -> None:
    visit = a_visit(db, a_party(db, caseworker.organisation))
    desk.visit(f"/casework/parties/{visit.party_id}").follow("Pause")
    assert "No round and no free place takes them along" in desk.text
    assert "1 visit is not cancelled by it" in desk.text
    desk.submit(button="Pause")
    assert visit.party.state is PartyState.READY, "First one reads which visit no longer fits"
    desk.submit({"agreement": desk.soup.select_one("[name=agreement]")["value"]}, button="Pause")  # type: ignore[index]
    assert (visit.party.state, visit.no_longer_fits) == (PartyState.PAUSED, True)


def test_children_without_an_adult_are_not_ready(desk: Page, db: Session, caseworker: User) -> None:
    child = a_person(birth_year=today().year - 9)
    party = a_party(db, caseworker.organisation, persons=[child], state=PartyState.ENROLLED)
    assert party.what_is_missing() == ["adult"]


def test_not_known_is_an_outcome_of_leaving(desk: Page, db: Session, caseworker: User) -> None:
    party = a_party(db, caseworker.organisation)
    desk.visit(f"/casework/parties/{party.id}/departure").submit(button="Record the departure")
    assert "Choose one" in desk.text
    desk.submit({"outcome": "unknown"}, button="Record the departure")
    assert (party.state, party.outcome) == (PartyState.LEFT, "unknown")


def test_people_are_found_by_name_without_accents_and_by_code(
    desk: Page, db: Session, caseworker: User
) -> None:
    home = caseworker.organisation
    ines = a_party(db, home, persons=[a_person(first_name="Inès", last_name="Exemple")])
    bo = a_party(db, home, persons=[a_person(first_name="Bo", last_name="Autre")])
    desk.visit("/casework/parties?text=ines")
    assert ines.code in desk.text
    assert bo.code not in desk.text
    desk.visit(f"/casework/parties?text={bo.code.lower()}")
    assert bo.code in desk.text
    assert ines.code not in desk.text


def test_the_list_filters_sorts_and_turns_pages(desk: Page, db: Session, caseworker: User) -> None:
    home = caseworker.organisation
    for number in range(30):
        a_party(db, home, waiting_since=today() - timedelta(days=number))
    paused = a_party(db, home, state=PartyState.PAUSED, persons=[a_person(languages=["ti"])])
    assert "31 files" in desk.visit("/casework/parties").text
    assert paused.code in desk.visit("/casework/parties?state=paused").text
    assert "1 file" in desk.visit("/casework/parties?language=ti").text
    oldest = desk.visit("/casework/parties?sort=waiting").soup.select_one("tbody th")
    desk.visit("/casework/parties?sort=waiting&direction=descending&page=2")
    assert oldest is not None
    assert oldest.get_text(strip=True) in desk.text
    desk.visit("/casework/parties?sort=nonsense&page=nonsense&state=nonsense")


def test_an_empty_list_says_what_to_do(desk: Page) -> None:
    assert "Nobody is recorded yet" in desk.visit("/casework/parties").text
    assert "Nobody fits this search" in desk.visit("/casework/parties?text=zz").text


def test_reading_a_file_is_recorded_and_shown(desk: Page, db: Session, caseworker: User) -> None:
    party = a_party(db, caseworker.organisation)
    desk.visit(f"/casework/parties/{party.id}")
    read = db.scalars(select(Event).where(Event.act == "party.read")).one()
    assert (read.subject_id, read.actor_id) == (party.id, caseworker.id)
    assert caseworker.name in desk.soup.select("details.more")[-1].get_text()


@pytest.mark.parametrize(
    ("path", "topic"),
    [("", "party"), ("/contact", "contact"), ("/companions", "companions"),
     ("/people/{person}", "person"), ("/needs", "needs"), ("/refusals", "refusals")],
)  # fmt: skip
def test_every_page_of_a_file_is_recorded_as_read(
    desk: Page, db: Session, caseworker: User, path: str, topic: str
) -> None:
    party = a_party(db, caseworker.organisation)
    desk.visit(f"/casework/parties/{party.id}{path.format(person=party.persons[0].id)}")
    read = db.scalars(select(Event).where(Event.act == "party.read")).one()
    assert (read.subject_id, read.facts) == (party.id, {"topic": topic})


@pytest.mark.parametrize(
    "path",
    ["", "/contact", "/home", "/availability", "/engagements", "/needs", "/wishes",
     "/companions", "/refusals", "/departure", "/people/new"],
)  # fmt: skip
def test_a_party_of_another_association_is_not_found(desk: Page, db: Session, path: str) -> None:
    foreign = a_party(db, an_organisation(db))
    db.commit()
    answer = desk.client.get(f"/casework/parties/{foreign.id}{path}", base_url=SITE)
    assert answer.status_code == 404
    assert foreign.code not in answer.text


def test_a_foreign_party_cannot_be_made_a_companion(
    desk: Page, db: Session, caseworker: User
) -> None:
    party, foreign = a_party(db, caseworker.organisation), a_party(db, an_organisation(db))
    desk.visit(f"/casework/parties/{party.id}/companions")
    desk.submit({"other": str(foreign.id)}, button="Travel together")
    assert party.companions is None


def test_a_household_keeps_at_least_one_person(desk: Page, db: Session, caseworker: User) -> None:
    party = a_party(db, caseworker.organisation, children=1)
    child = party.persons[1]
    desk.visit(f"/casework/parties/{party.id}/people/{child.id}")
    desk.submit(button="Take this person out")
    assert len(party.persons) == 1
    desk.visit(f"/casework/parties/{party.id}/people/{party.persons[0].id}")
    assert "Take this person out" not in desk.text


def test_a_course_keeps_the_party_home_on_its_weekdays_only() -> None:
    course = Engagement(
        kind="course", first_day=date(2027, 4, 1), last_day=date(2027, 4, 30), weekdays=[1]
    )
    assert course.takes(date(2027, 4, 5))
    assert not course.takes(date(2027, 4, 6))


def test_home_is_kept_when_only_the_reach_changes(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation)
    desk.visit(f"/casework/parties/{party.id}/home").submit({"reach_km": "90"}, button="Save")
    assert (party.commune, party.reach_km) == (CAEN["commune"], 90)
