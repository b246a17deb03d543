"""What is sent from a telephone that others read too: taken for whom it is, or said not to be."""

import re
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person, a_visit
from tests.page import SITE, Page
from tests.webapp.forms.feedback import over
from tests.webapp.visits.test_shared_telephones import BORN, prove, shared
from tests.webapp.visits.test_visit_page import a_settled_visit, address, give_code, the_code
from webapp.ground.clock import now
from webapp.ground.languages import PUBLIC, Language
from webapp.models import Answer, Party, Side
from webapp.portals.visit_page.own_proof import EARLIER, PROVED, SEVERAL
from webapp.portals.visit_page.shared_telephone import OF_LINKS
from webapp.services.records.tokens import household_token, own_token

ASKED = "Est-ce bien vous ?"
NOT_TAKEN = "Rien n’est parti, et ce que vous aviez écrit n’est pas gardé."


def proved_before(page: Page, time: timedelta) -> None:
    """Let what this browser proved be as old as that."""
    at = (now() - time).isoformat()
    with page.client.session_transaction(base_url=SITE) as cookie:
        cookie[PROVED] = [cookie[PROVED][0], at]
        cookie[EARLIER] = [[number, at] for number, _at in cookie[EARLIER]]


def in_another_tab(page: Page, where: str) -> None:
    """Prove another household, while the page in front stays as it is."""
    response, read = page.response, page.read
    page.visit(where)
    prove(page)
    assert ASKED not in page.text
    page.response, page.read = response, read


def test_what_one_household_typed_is_taken_after_another_proved_itself(
    page: Page, db: Session
) -> None:
    ours, theirs = a_visit(db, shared(db)), a_visit(db, shared(db))
    page.visit(address(ours))
    prove(page)
    in_another_tab(page, address(theirs))
    page.submit(button="Oui, je viens")
    db.expire_all()
    assert ours.party_answer is Answer.YES
    assert theirs.party_answer is Answer.AWAITED
    assert NOT_TAKEN not in page.text


def test_pages_open_only_to_the_household_that_proved_itself_last(page: Page, db: Session) -> None:
    ours, theirs = a_visit(db, shared(db)), a_visit(db, shared(db))
    page.visit(address(ours))
    prove(page)
    in_another_tab(page, address(theirs))
    assert ASKED not in page.visit(address(theirs)).text
    assert ASKED in page.visit(address(ours)).text
    prove(page)
    assert page.path == address(ours)


def test_a_form_that_is_refused_shows_nothing_of_its_household_to_the_next(
    page: Page, db: Session
) -> None:
    ours, theirs = shared(db), a_visit(db, shared(db))
    there, send = f"/v/workshops/{household_token(ours)}/correction", "Envoyer ce que j’ai écrit"
    for words, is_carried in ((" ", False), ("a" * 1001, True)):
        page.visit(there)
        prove(page)
        in_another_tab(page, address(theirs))
        page.submit({"words": words}, button=send)
        assert ASKED in page.text
        assert send not in page.text
        assert (page.soup.select_one("[name=carried]") is not None) is is_carried


def test_each_question_leads_to_the_page_of_its_own_household(page: Page, db: Session) -> None:
    ours, theirs = a_visit(db, shared(db)), a_visit(db, shared(db))
    page.visit(address(ours))
    in_another_tab(page, address(theirs))
    prove(page)
    assert page.path == address(ours)


def test_a_cookie_remembers_few_households(page: Page, db: Session) -> None:
    for _each in range(SEVERAL + 2):
        page.visit(address(a_visit(db, shared(db))))
        prove(page)
    with page.client.session_transaction(base_url=SITE) as cookie:
        assert len(cookie[EARLIER]) == SEVERAL


@pytest.mark.parametrize("minutes", [20, 61])
def test_a_form_is_taken_for_an_hour_and_then_said_not_to_be(
    page: Page, db: Session, minutes: int
) -> None:
    visit = a_visit(db, shared(db))
    page.visit(address(visit))
    prove(page)
    proved_before(page, timedelta(minutes=minutes))
    page.submit(button="Oui, je viens")
    db.expire_all()
    late = minutes > 60
    assert visit.party_answer is (Answer.AWAITED if late else Answer.YES)
    assert ASKED in page.text
    assert (NOT_TAKEN in page.text) is late


def test_a_form_of_a_telephone_that_is_said_to_be_shared_meanwhile_is_told(
    page: Page, db: Session
) -> None:
    party = a_party(db, persons=[a_person(birth_year=BORN)])
    who_writes = f"/v/workshops/{household_token(party)}/who-writes"
    page.visit(who_writes)
    party.phone_shared = True
    page.submit(button="D’autres lisent aussi ce téléphone")
    assert NOT_TAKEN in page.text
    assert ASKED in page.text
    assert NOT_TAKEN not in page.visit(page.path).text
    prove(page)
    assert page.path == who_writes


@pytest.mark.parametrize("spoken", PUBLIC, ids=lambda each: each.code)
def test_that_nothing_was_sent_is_said_in_their_language(
    page: Page, db: Session, spoken: Language
) -> None:
    visit = a_visit(db, a_party(db, language=spoken.code, persons=[a_person(birth_year=BORN)]))
    page.visit(address(visit))
    visit.party.phone_shared = True
    page.submit(to=f"{address(visit)}/answer")
    said = page.soup.select_one(".notice.error, .flash.error, [role=alert]")
    assert said is not None
    assert ("Nothing was sent" in said.text) is (spoken.code == "en")
    assert ("Rien n’est parti" in said.text) is (spoken.code == "fr")


def asked_and_no_longer(page: Page, db: Session) -> Party:
    """Open the question of a telephone of which it is then said that nobody else reads it."""
    party = shared(db)
    page.visit(f"/v/workshops/{household_token(party)}/who-writes")
    assert ASKED in page.text
    party.phone_shared = False
    db.flush()
    return party


@pytest.mark.parametrize("year", [str(BORN), "1901"])
def test_an_old_question_leads_on_when_nothing_is_asked_any_more(
    page: Page, db: Session, year: str
) -> None:
    party = asked_and_no_longer(page, db)
    prove(page, year)
    assert page.path == f"/v/workshops/{household_token(party)}/who-writes"
    assert "Qui peut vous écrire" in page.text


def test_an_old_question_that_is_opened_again_leads_on(page: Page, db: Session) -> None:
    party = asked_and_no_longer(page, db)
    page.visit(f"/v/mine/{own_token(party)}")
    assert page.path == f"/v/workshops/{household_token(party)}/who-writes"


def test_an_old_question_leads_on_after_a_second_window_said_so(page: Page, db: Session) -> None:
    party = shared(db)
    who_writes = f"/v/workshops/{household_token(party)}/who-writes"
    page.visit(who_writes)
    response, read = page.response, page.read
    prove(page)
    page.submit(button="Personne d’autre ne lit ce téléphone")
    page.response, page.read = response, read
    prove(page)
    assert page.path == who_writes


def test_whoever_has_an_account_and_leaves_a_guests_page_stays_signed_in(
    page: Page, db: Session
) -> None:
    visit = a_visit(db, shared(db))
    page.sign_in(a_caseworker(db, visit.party.organisation))
    page.visit(f"{address(visit)}/who-writes")
    prove(page)
    page.client.get("/v/leave", base_url=SITE)
    assert page.visit("/casework/").soup.select_one("[name=password]") is None
    page.visit(address(visit))
    assert page.soup.select_one("[name=year]") is not None


def test_all_that_pages_behind_links_keep_in_a_browser_is_forgotten_on_leaving() -> None:
    for module in (each for each in sys.modules if each.startswith("webapp.portals.visit_page.")):
        found = sys.modules[module]
        for name in re.findall(r"\bsession\[(\w+)\] =", Path(str(found.__file__)).read_text()):
            assert getattr(found, name) in OF_LINKS, f"{module} keeps {name}"


@pytest.mark.parametrize("file", ["sheet.pdf", "visit.ics"])
def test_a_file_of_the_sheet_leads_back_to_the_page_of_such_a_telephone_and_says_why(
    page: Page, db: Session, file: str
) -> None:
    visit = a_settled_visit(db, party=shared(db))
    page.visit(f"{address(visit)}/{file}")
    prove(page)
    give_code(page, db, visit)
    page.visit(f"{address(visit)}/{file}")
    assert page.response.mimetype == "text/html"
    assert "rien n’y est gardé. Demandez" in page.soup.select_one(".notice").get_text()  # type: ignore[union-attr]
    proved_before(page, timedelta(minutes=16))
    assert ASKED in page.visit(f"{address(visit)}/{file}").text
    prove(page)
    assert page.response.mimetype == "text/html"
    page.visit(f"{address(visit, Side.FARM)}/visit.ics")
    assert page.response.mimetype == "text/calendar"


def test_the_paper_of_a_sheet_whose_code_ran_out_leads_to_the_page_and_asks_for_a_new_one(
    page: Page, db: Session
) -> None:
    visit = a_settled_visit(db)
    page.visit(f"{address(visit)}/sheet.pdf")
    assert "15 minutes" in page.text
    assert "Envoyez-moi le code" in page.text


def test_no_other_paper_is_offered_to_such_a_telephone_nor_given_to_it(
    page: Page, db: Session
) -> None:
    visit = over(db, party=shared(db))
    behind, [made] = address(visit), visit.attestations
    page.visit(f"{behind}/attestation")
    prove(page)
    page.submit(to=f"{behind}/code")
    page.submit({"code": the_code(db, visit)}, to=f"{behind}/sheet")
    for paper, of in {"rights.pdf": "rights", f"attestation/{made.id}.pdf": "attestation"}.items():
        page.visit(f"{behind}/{paper}")
        assert page.path == f"{behind}/{of}"
        assert page.text.count("rien n’y est gardé. Demandez") == 1
        assert ".pdf" not in page.response.text
    assert made.number in page.text, "it is read there all the same"
    visit.party.phone_shared = False
    for paper in ("rights.pdf", f"attestation/{made.id}.pdf"):
        assert page.visit(f"{behind}/{paper}").response.mimetype == "application/pdf"
