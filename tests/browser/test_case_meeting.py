"""A person's answers noted at the desk, and what several decide about them in a case meeting."""

from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.person import Newcomer, Person
from tests.browser.site import Site
from tests.builders import a_caseworker, a_party, a_person
from tests.webapp.pdf.reading import bare, text_of
from webapp.models import User
from webapp.models.assessments import ASSESSED, PRESENT_GRID
from webapp.wording import label

CLAIRE = "claire@sillon.example"
THEIR_WORD = "أريد أن أتعلم قريبا من بيتي"
DECIDED = "Visite du CFPPA de Coutances avec Salma, avant la fin du mois."
QUESTIONS = ASSESSED[PRESENT_GRID]


def test_a_person_is_asked_before_their_visit_and_two_decide_with_their_word(
    newcomer: Newcomer, site: Site
) -> None:
    with site.database() as db:
        home = db.scalars(select(User).where(User.email == CLAIRE)).one().organisation
        other = a_caseworker(db, home, name="Maud Ombredune").email
        party = a_party(db, home, code="P-9303", persons=[a_person(first_name="Salma")])
        path = f"/casework/parties/{party.id}/people/{party.persons[0].id}/path"
        db.commit()
    claire = newcomer("A caseworker asks a person the questions before, and decides with others")
    claire.stays_signed_in(site.cookie_of(CLAIRE))
    asks(claire.opens(path))
    decides(claire)
    second = newcomer("A caseworker signs what a case meeting decided")
    second.stays_signed_in(site.cookie_of(other)).opens("/casework/cases")
    second.tab.get_by_role("listitem").filter(
        has_text=second.says("your signature is awaited")
    ).get_by_role("link").first.click()
    for told in (THEIR_WORD, DECIDED):
        second.sees(told)
    for each in (second, claire):
        each.opens(second.tab.url).presses("I sign")
        each.reads("Signed.")
    reads_it_back(newcomer("").stays_signed_in(site.cookie_of(CLAIRE)), path, second.tab.url)


def asks(claire: Person) -> None:
    claire.goes_to(claire.says("Ask now: %(when)s", when=claire.label("phase", "before")))
    for question in QUESTIONS[:2]:
        claire.ticks(
            claire.label("agreement", "rather-yes"), question=str(label("assessed", question))
        )
    claire.presses("Save")
    claire.reads("The answers are noted.")


def decides(claire: Person) -> None:
    claire.follows("Decide in a case meeting")
    claire.picks("In which meeting?", claire.says("A new one, today"))
    claire.writes("What the person says", THEIR_WORD)
    claire.writes("What is decided", DECIDED)
    claire.presses("Write it down")
    claire.reads("It is written down. Close the meeting to have it signed.")
    claire.opens("/casework/cases").tab.locator("main ul.rows a").first.click()
    claire.sees(DECIDED)
    claire.follows("Close, and have it signed")
    claire.ticks("Maud Ombredune")
    claire.presses("Close the meeting")
    claire.reads("Those who were there sign it now: it stands in their “To do”.")


def reads_it_back(again: Person, path: str, meeting: str) -> None:
    again.opens(path)
    again.goes_to(again.says("Change the answers: %(when)s", when=again.label("phase", "before")))
    for question in QUESTIONS[:2]:
        expect(again.tab.locator(f"[name={question}][value=rather-yes]")).to_be_checked()
    again.opens(meeting)
    for told in (THEIR_WORD, DECIDED, "Maud Ombredune"):
        again.sees(told)
    minutes = bare(text_of(again.fetches("Minutes (PDF)")))
    assert bare(DECIDED) in minutes
