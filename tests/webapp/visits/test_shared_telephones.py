"""A telephone that others read too: messages say nothing, links ask first, nothing is kept."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_farmer,
    a_party,
    a_person,
    a_programme,
    a_slot,
    a_visit,
)
from tests.page import SITE, Page
from tests.webapp.visits.test_visit_page import a_settled_visit, address, give_code
from webapp.ground.clock import now
from webapp.ground.languages import PUBLIC, Language
from webapp.models import (
    Answer,
    Channel,
    Event,
    Message,
    MessageState,
    Party,
    Reply,
    Side,
    Visit,
)
from webapp.services.records.tokens import household_token, own_token
from webapp.services.visits import replies
from webapp.wording import compose
from webapp.wording.messages import KINDS

BORN = 1990
NEVER_SAID = ("visit", "farm", "workshop", "hour", "visite", "ferme", "atelier", "départ")


def shared(db: Session, **given: Any) -> Party:
    return a_party(db, phone_shared=True, persons=[a_person(birth_year=BORN)], **given)


def prove(page: Page, year: str = str(BORN)) -> None:
    page.submit({"year": year}, button="Afficher ma page")


def written(application: Flask, message: Message) -> Any:
    with application.test_request_context():
        return compose(message)


OF_VISITS = sorted(each for each in KINDS if each.startswith(("visit-", "farm-stopped")))


@pytest.mark.parametrize("kind", OF_VISITS)
def test_what_is_sent_says_only_that_there_is_a_message(
    application: Flask, db: Session, kind: str
) -> None:
    visit = a_visit(db, shared(db, language="en", agreed_word="apple"))
    message = Message(
        kind=kind, channel=Channel.SMS, side=Side.PARTY, language="en", visit=visit
    )  # fmt: skip
    said = written(application, message).body
    if kind == "visit-code":
        assert "your code is" in said
        return
    assert said.startswith("(apple) Sillon: a message for you. Open it when you are alone: http")
    words = said.partition("http")[0].casefold()
    assert not [each for each in NEVER_SAID if each in words]


@pytest.mark.parametrize("spoken", PUBLIC, ids=lambda each: each.code)
def test_a_mailbox_gets_the_same_words_in_their_language_and_no_calendar(
    application: Flask, db: Session, spoken: Language
) -> None:
    party = shared(db, language=spoken.code, channel="email", email="zoe@post.example")
    visit = a_settled_visit(db, party=party)
    facts: dict[str, Any] = {"side": Side.PARTY, "language": spoken.code, "visit": visit}
    by_mail = written(
        application, Message(kind="visit-confirmed", channel=Channel.EMAIL, **facts)
    )  # fmt: skip
    assert not by_mail.calendar
    assert by_mail.body.startswith("Sillon")
    assert address(visit) in by_mail.body
    assert spoken.code == "en" or "a message for you" not in by_mail.body


def test_a_proposal_to_it_asks_for_no_answer_by_text(application: Flask, db: Session) -> None:
    visit = a_visit(db, shared(db))
    assert not replies.can_answer(db, visit)


def test_a_yes_by_text_from_it_waits_for_a_caseworker(db: Session) -> None:
    visit = a_visit(db, shared(db))
    db.add(
        Message(
            kind="visit-proposed", channel=Channel.SMS, side=Side.PARTY, language="fr",
            visit=visit, state=MessageState.SENT, sent_at=now(), idempotency_key="asked",
        )
    )  # fmt: skip
    reply = Reply(party=visit.party, digest="x", words="OUI")
    db.add(reply)
    db.flush()
    replies.act_on(db, reply)
    assert visit.party_answer is Answer.AWAITED
    assert reply.waits
    assert reply.visit is visit


def test_stop_from_it_is_obeyed_whoever_wrote_it(db: Session) -> None:
    party = shared(db)
    reply = Reply(party=party, digest="y", words="STOP")
    db.add(reply)
    db.flush()
    replies.act_on(db, reply)
    assert party.refuses_texts


def test_a_link_tells_nothing_before_the_year_of_birth(page: Page, db: Session) -> None:
    visit = a_visit(db, shared(db))
    said = page.visit(address(visit)).text
    assert "Est-ce bien vous ?" in said
    assert visit.party.organisation.name not in page.response.text
    assert "Votre réponse" not in said
    prove(page, "1989")
    assert "Ce n’est pas l’année" in page.text
    prove(page)
    assert "Votre réponse" in page.text
    assert "appuyez sur « Quitter »" in page.text
    acts = db.scalars(select(Event.act).where(Event.act.startswith("party.own-"))).all()
    assert sorted(acts) == ["party.own-proved", "party.own-refused"]


def test_digits_of_an_arabic_keyboard_are_a_year(page: Page, db: Session) -> None:
    page.visit(address(a_visit(db, shared(db))))
    prove(page, "١٩٩٠")
    assert "Votre réponse" in page.text


def test_a_slip_of_the_finger_or_a_whole_date_is_no_try_of_the_few(page: Page, db: Session) -> None:
    visit = a_visit(db, shared(db))
    page.visit(address(visit))
    for typed in ("", "90", "1.1.1990", "01/01/90", "..."):
        prove(page, typed)
        assert "Écrivez l’année seule, en quatre chiffres" in page.text
    prove(page)
    assert page.soup.select_one("[name=year]") is None


@pytest.mark.parametrize("year", ["1368", "۱۳۶۹"])
def test_a_year_of_the_calendar_of_afghanistan_is_theirs(
    page: Page, db: Session, year: str
) -> None:
    page.visit(address(a_visit(db, shared(db, language="prs"))))
    page.submit({"year": "1367"})
    assert page.soup.select_one("#year")
    page.submit({"year": year})
    assert not page.soup.select_one("#year")


def test_the_year_of_any_adult_opens_and_of_a_child_does_not(page: Page, db: Session) -> None:
    people = [a_person(birth_year=BORN), a_person(birth_year=1985), a_person(birth_year=2020)]
    party = a_party(db, phone_shared=True, persons=people)
    page.visit(f"/v/workshops/{household_token(party)}")
    prove(page, "2020")
    assert "Est-ce bien vous ?" in page.text
    prove(page, "1985")
    assert "Appeler votre association" in page.text


def test_whoever_guesses_soon_waits(page: Page, db: Session) -> None:
    page.visit(address(a_visit(db, shared(db))))
    for year in range(1970, 1974):
        prove(page, str(year))
    prove(page)
    assert "Vous avez essayé plusieurs fois" in page.text
    assert "Est-ce bien vous ?" in page.text


def test_a_right_year_is_no_guess_however_often_it_is_given(page: Page, db: Session) -> None:
    link = address(a_visit(db, shared(db)))
    for _each in range(6):
        page.visit(link)
        prove(page)
        assert "Est-ce bien vous ?" not in page.text
        page.client.get("/v/leave", base_url=SITE)
    page.visit(link)
    prove(page, "1970")
    prove(page)
    assert "Est-ce bien vous ?" not in page.text


def test_what_proves_one_household_opens_no_other_on_the_same_telephone(
    page: Page, db: Session
) -> None:
    ours, theirs = a_visit(db, shared(db)), a_visit(db, shared(db))
    page.visit(address(ours))
    prove(page)
    page.visit(address(theirs))
    assert "Est-ce bien vous ?" in page.text


def test_leaving_forgets_the_proof_and_the_code(page: Page, db: Session) -> None:
    visit = a_settled_visit(db, party=shared(db))
    page.visit(address(visit))
    prove(page)
    give_code(page, db, visit)
    assert visit.farm.name in page.visit(address(visit)).text
    left = page.client.get("/v/leave", base_url=SITE)
    assert left.location == "https://meteofrance.com/"
    assert "Est-ce bien vous ?" in page.visit(address(visit)).text


def test_nothing_is_kept_on_it_nor_offered_to_be(page: Page, db: Session) -> None:
    visit = a_settled_visit(db, party=shared(db))
    page.visit(address(visit))
    prove(page)
    give_code(page, db, visit)
    page.visit(address(visit))
    assert page.response.headers["Sillon-Sheet"] == "none"
    assert "rien n’y est gardé" in page.text
    for each in ("data-keep-it", "visit.ics", "sheet.pdf"):
        assert each not in page.response.text
    alone = a_settled_visit(db)
    give_code(page, db, alone)
    page.visit(address(alone))
    for each in ("data-keep-it", "visit.ics", "sheet.pdf"):
        assert each in page.response.text


def test_each_page_of_its_links_has_it_forget_what_it_kept_before(page: Page, db: Session) -> None:
    visit = a_settled_visit(db, party=shared(db))
    asked = page.client.get(address(visit), base_url=SITE)
    assert asked.status_code == 200, "the question is asked there, and leads nobody elsewhere"
    assert "Est-ce bien vous ?" in asked.text
    assert asked.headers["Sillon-Sheet"] == "none"
    page.visit(address(visit))
    prove(page)
    for part in ("", "/who-writes"):
        assert page.visit(f"{address(visit)}{part}").response.headers["Sillon-Sheet"] == "none"
    page.visit(f"{address(a_settled_visit(db))}/who-writes")
    assert "Sillon-Sheet" not in page.response.headers


def test_a_household_link_asks_first_and_leads_to_the_page_it_names(
    page: Page, db: Session
) -> None:
    party = shared(db, agreed_word="apple")
    page.visit(f"/v/workshops/{household_token(party)}/who-writes")
    assert "Est-ce bien vous ?" in page.text
    prove(page)
    assert "Un mot est convenu avec vous" in page.text
    assert "D’autres lisent aussi ce téléphone" in page.text


def test_people_say_themselves_who_reads_their_telephone(page: Page, db: Session) -> None:
    visit = a_visit(db, a_party(db, persons=[a_person(birth_year=BORN)]))
    page.visit(address(visit)).follow("Qui peut vous écrire")
    page.submit(button="D’autres lisent aussi ce téléphone")
    db.expire_all()
    assert visit.party.phone_shared
    assert "Est-ce bien vous ?" not in page.text
    page.submit(button="Personne d’autre ne lit ce téléphone")
    db.expire_all()
    assert not visit.party.phone_shared


def test_the_proof_has_no_page_for_a_telephone_that_is_theirs_alone(
    page: Page, db: Session
) -> None:
    page.visit(f"/v/mine/{own_token(a_party(db))}")
    assert "Est-ce bien vous ?" not in page.text
    assert page.path == "/my-link"
    page.visit(f"/v/mine/{a_party(db).id}-x", status=404)
    page.visit("/v/mine/1-x", status=404)


def test_staff_and_farm_who_call_are_told_that_others_answer(page: Page, db: Session) -> None:
    a_programme(db)
    caseworker = a_caseworker(db)
    visit = a_settled_visit(db, party=shared(db, organisation=caseworker.organisation))
    farmer = a_farmer(db, visit.farm)
    page.sign_in(caseworker).visit(f"/casework/visits/{visit.id}")
    assert "d’autres y répondent aussi" in page.text
    assert "d’autres le lisent aussi" in page.visit(f"/casework/parties/{visit.party_id}").text
    page.sign_in(farmer).visit(f"/farm/visits/{visit.id}")
    assert "D’autres répondent aussi à ce téléphone" in page.text


def test_a_visit_that_is_not_shared_is_as_it_was(page: Page, db: Session) -> None:
    visit: Visit = a_visit(db, slot=a_slot(db))
    said = page.visit(address(visit)).text
    assert "Est-ce bien vous ?" not in said
    assert "D’autres lisent" not in said
