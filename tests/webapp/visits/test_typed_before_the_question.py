"""What was typed on a telephone that others read is not lost when the question comes first."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_party, a_person, a_visit
from tests.page import SITE, Page
from tests.webapp.visits.test_shared_telephone_forms import ASKED, NOT_TAKEN, proved_before
from tests.webapp.visits.test_shared_telephones import BORN, prove, shared
from tests.webapp.visits.test_visit_page import address
from webapp.ground.languages import PUBLIC, Language
from webapp.models import Event, KeptForm, Party, Reply
from webapp.services.records.tokens import household_token, own_token
from webapp.web.carried import LARGEST

WORDS = "Je suis née en 1991, pas en 1990. <b>Merci</b> !"
COMES_ALONG = "Rien n’est encore parti. Montrez d’abord que c’est bien vous"
NOT_SENT = "Voici ce que vous vouliez envoyer. Ce n’est pas encore parti"
LOST = "Ce que vous vouliez envoyer ne peut plus être montré"
HOUR = timedelta(minutes=61)


def correction(party: Party) -> str:
    return f"/v/workshops/{household_token(party)}/correction"


def told(db: Session) -> list[str | None]:
    return [each.words for each in db.scalars(select(Reply))]


def typed_too_late(page: Page, party: Party, words: str = WORDS) -> None:
    """Write on a page that was proved an hour ago, and send it."""
    page.visit(correction(party))
    prove(page)
    proved_before(page, HOUR)
    page.submit({"words": words}, button="Envoyer ce que j’ai écrit")


def carried(page: Page) -> str:
    field = page.soup.select_one("[name=carried]")
    return str(field["value"]) if field else ""


def area(page: Page) -> str:
    found = page.soup.select_one("textarea[name=words]")
    assert found is not None
    return found.get_text().removeprefix("\r\n").removeprefix("\n")


def test_what_was_typed_comes_along_and_is_sent_by_who_answers(page: Page, db: Session) -> None:
    party = shared(db)
    typed_too_late(page, party)
    assert ASKED in page.text
    assert COMES_ALONG in page.text
    assert NOT_TAKEN not in page.text
    assert "1991" not in page.response.text
    assert told(db) == []
    prove(page)
    assert page.path == correction(party)
    assert NOT_SENT in page.text
    assert area(page) == WORDS
    assert told(db) == []
    page.submit(button="Envoyer ce que j’ai écrit")
    assert told(db) == [WORDS]
    assert page.path == correction(party)
    assert NOT_SENT not in page.text
    assert area(page) == ""


def test_what_is_too_long_to_go_along_is_said_to_be_lost(page: Page, db: Session) -> None:
    typed_too_late(page, shared(db), "a" * LARGEST)
    assert NOT_TAKEN in page.text
    assert not carried(page)


def test_a_form_without_a_word_has_nothing_to_carry(page: Page, db: Session) -> None:
    typed_too_late(page, shared(db), " ")
    assert NOT_TAKEN in page.text
    assert not carried(page)


def test_a_wrong_year_keeps_carrying_it(page: Page, db: Session) -> None:
    party = shared(db)
    typed_too_late(page, party)
    prove(page, "1989")
    assert "Ce n’est pas l’année" in page.text
    assert COMES_ALONG in page.text
    assert "1991" not in page.response.text
    prove(page)
    assert area(page) == WORDS


def test_whoever_guesses_waits_and_finds_it_afterwards(page: Page, db: Session) -> None:
    typed_too_late(page, shared(db))
    for year in range(1970, 1974):
        prove(page, str(year))
    prove(page)
    assert "Vous avez essayé plusieurs fois" in page.text
    assert carried(page)


def test_a_year_that_is_sent_twice_leads_on_with_it_both_times(page: Page, db: Session) -> None:
    party = shared(db)
    typed_too_late(page, party)
    response, read = page.response, page.read
    for _press in range(2):
        page.response, page.read = response, read
        prove(page)
        assert page.path == correction(party)
        assert area(page) == WORDS
    acts = db.scalars(select(Event.act).where(Event.act == "party.own-proved")).all()
    assert len(acts) == 2  # one when the page was opened first


def test_a_wrong_year_that_is_sent_twice_opens_nothing(page: Page, db: Session) -> None:
    typed_too_late(page, shared(db))
    response, read = page.response, page.read
    for _press in range(2):
        page.response, page.read = response, read
        prove(page, "1989")
        assert COMES_ALONG in page.text
        assert "1991" not in page.response.text


def test_what_goes_along_is_kept_nowhere(
    page: Page, db: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    typed_too_late(page, shared(db))
    prove(page, "1989")
    prove(page)
    with page.client.session_transaction(base_url=SITE) as cookie:
        assert "1991" not in str(dict(cookie))
        assert page.soup.select_one("main [name=carried]") is None
    said = capsys.readouterr()
    assert "1991" not in said.out + said.err
    assert db.scalars(select(KeptForm)).all() == []
    assert told(db) == []


def change(sealed: str) -> str:
    whole = bytearray(urlsafe_b64decode(sealed))
    whole[-1] ^= 1
    return urlsafe_b64encode(bytes(whole)).decode()


@pytest.mark.parametrize("sent", ["changed", "nonsense", "of another household", "an hour old"])
def test_what_does_not_open_is_said_to_be_lost_and_leads_to_the_page(
    page: Page, db: Session, monkeypatch: pytest.MonkeyPatch, sent: str
) -> None:
    ours = shared(db)
    if sent == "of another household":
        typed_too_late(page, shared(db))
        theirs = carried(page)
    typed_too_late(page, ours)
    fields = {
        "changed": change(carried(page)),
        "nonsense": "é",
        "of another household": theirs if sent == "of another household" else "",
        "an hour old": carried(page),
    }
    if sent == "an hour old":
        monkeypatch.setattr("webapp.web.carried.LASTS", timedelta(0))
    page.submit({"year": str(BORN), "carried": fields[sent]}, button="Afficher ma page")
    assert page.path == correction(ours)
    assert LOST in page.text
    assert NOT_SENT not in page.text
    assert "1991" not in page.response.text
    assert told(db) == []


def test_it_opens_at_the_address_to_which_it_was_sent_alone(page: Page, db: Session) -> None:
    visit = a_visit(db, shared(db))
    typed_too_late(page, visit.party)
    sealed = carried(page)
    prove(page)
    page.visit(f"{address(visit)}/correction")
    page.submit({"carried": sealed, "words": "x"}, button="Envoyer ce que j’ai écrit")
    assert LOST in page.text
    assert area(page) == ""
    assert told(db) == []


def test_it_is_not_shown_on_a_proof_that_opens_no_pages_any_more(page: Page, db: Session) -> None:
    party = shared(db)
    typed_too_late(page, party)
    sealed = carried(page)
    prove(page)
    proved_before(page, timedelta(minutes=20))
    page.submit({"carried": sealed}, button="Envoyer ce que j’ai écrit")
    assert ASKED in page.text
    assert COMES_ALONG in page.text
    assert "1991" not in page.response.text


def test_leaving_drops_it(page: Page, db: Session) -> None:
    party = shared(db)
    typed_too_late(page, party)
    page.client.get("/v/leave", base_url=SITE)
    page.visit(correction(party))
    assert not carried(page)
    prove(page)
    assert NOT_SENT not in page.text
    assert area(page) == ""


def test_it_leads_on_when_nothing_is_asked_any_more(page: Page, db: Session) -> None:
    party = shared(db)
    typed_too_late(page, party)
    party.phone_shared = False
    prove(page, "1901")
    assert page.path == correction(party)
    assert area(page) == WORDS


def test_a_choice_made_with_the_words_is_made_still(page: Page, db: Session) -> None:
    visit = a_visit(db, shared(db))
    page.visit(f"{address(visit)}/incident")
    prove(page)
    proved_before(page, HOUR)
    kind = str(page.soup.select("[name=kind]")[1]["value"])
    page.submit({"kind": kind, "words": WORDS}, to=f"{address(visit)}/incident")
    prove(page)
    assert area(page) == WORDS
    assert page.soup.select_one(f"[name=kind][value={kind}][checked]")


def test_a_stranger_at_the_question_chooses_no_language_for_them(page: Page, db: Session) -> None:
    party = shared(db)
    page.visit(f"{correction(party)}?lang=tr")
    page.submit({"year": "1989"})
    db.expire_all()
    assert party.language == "fr"


@pytest.mark.parametrize("spoken", PUBLIC, ids=lambda each: each.code)
def test_what_is_said_of_it_is_in_their_language(page: Page, db: Session, spoken: Language) -> None:
    party = a_party(db, language=spoken.code, persons=[a_person(birth_year=BORN)])
    page.visit(correction(party))
    party.phone_shared = True
    page.submit({"words": WORDS}, to=correction(party))
    assert ("Show first that it is you" in page.text) is (spoken.code == "en")
    assert (COMES_ALONG in page.text) is (spoken.code == "fr")
    page.submit({"year": str(BORN)}, to=f"/v/mine/{own_token(party)}")
    assert ("It has not left yet" in page.text) is (spoken.code == "en")
    assert (NOT_SENT in page.text) is (spoken.code == "fr")
    assert area(page) == WORDS
