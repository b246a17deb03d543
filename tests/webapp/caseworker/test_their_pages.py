"""The pages behind guests' links, looked at from their file: word by word, and nothing to press."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_photo, a_programme, a_visit, an_organisation
from tests.page import Page
from tests.webapp.caseworker.transfer_builders import a_transfer
from tests.webapp.paths.builders import a_goal
from tests.webapp.visits.test_visit_page import a_settled_visit, give_code
from webapp.ground.clock import today
from webapp.models import Answer, Channel, Event, Message, MessageState, Party, Side, VisitState
from webapp.services.records.tokens import household_token, visit_token
from webapp.web.looked_at import looked_at


def words_of(page: Page, of: str) -> str:
    found = page.soup.select_one(of)
    assert found is not None
    for hidden in found.select("[data-keep]"):  # a telephone's own choice, which its script shows
        hidden.decompose()
    return " ".join(found.get_text(" ", strip=True).split())


def shown_to_guests(page: Page, address: str) -> str:
    page.visit(address)
    return words_of(page, "main > .stack")


def file_of(party: Party, shown: str = "") -> str:
    return f"/casework/parties/{party.id}/their-pages" + (f"?shown={shown}" if shown else "")


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"state": VisitState.CONFIRMED, "party_answer": Answer.YES, "farm_answer": Answer.YES},
        {"state": VisitState.DECLINED, "party_answer": Answer.NO, "ended_by": Side.PARTY},
    ],
    ids=["proposed", "settled", "declined"],
)
def test_the_file_shows_the_page_of_a_visit_as_its_guests_read_it(
    page: Page, db: Session, given: dict[str, Any]
) -> None:
    mine = a_caseworker(db, language="en")
    visit = a_visit(db, a_party(db, mine.organisation, language="ar"), **given)
    theirs = shown_to_guests(page, f"/v/{visit_token(visit, Side.PARTY)}")
    page.sign_in(mine).visit(f"/casework/parties/{visit.party_id}")
    page.follow("Their pages, as they read them")
    card = page.soup.select_one("main .theirs[lang=ar][dir=rtl]")
    assert card is not None
    assert theirs in words_of(page, "main .theirs[lang=ar]")
    assert "In Arabic" in page.text
    assert not card.select("form, a, button, input, [name], [id]")
    assert visit_token(visit, Side.PARTY) not in page.response.text
    assert "/v/" not in page.response.text


def test_a_telephone_that_others_read_too_shows_its_warning_and_that_it_asks_first(
    page: Page, db: Session
) -> None:
    mine = a_caseworker(db, language="en")
    party = a_party(db, mine.organisation, language="fr", phone_shared=True)
    visit = a_settled_visit(db, party=party)
    page.sign_in(mine).visit(file_of(party, f"visit-{visit.id}"))
    assert "each link first asks in which year somebody of them was born" in page.text
    for each in page.soup.select("main .theirs"):
        assert "D’autres lisent aussi ce téléphone" in each.get_text()
        assert "agenda" not in each.get_text()
    assert "rien n’y est gardé" in page.text
    party.phone_shared = False
    page.visit(file_of(party, f"visit-{visit.id}"))
    assert "in which year" not in page.text
    assert "lisent aussi ce téléphone" not in page.text


def test_what_follows_the_code_is_shown_beside(page: Page, db: Session) -> None:
    mine = a_caseworker(db, language="en")
    visit = a_settled_visit(db, party=a_party(db, mine.organisation))
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}")
    give_code(page, db, visit)
    theirs = words_of(page, "main > .stack")
    page.sign_in(mine).visit(file_of(visit.party))
    assert theirs in words_of(page, "main details .theirs[lang=fr]")
    assert "12 chemin du Marais" in theirs


def test_the_pages_of_a_household_are_shown_as_they_are(page: Page, db: Session) -> None:
    mine = a_caseworker(db, language="en")
    party = a_party(db, mine.organisation, interest_asked_on=today())
    a_goal(db, party.persons[0])
    a_transfer(db, party, an_organisation(db))
    for kind in ("workshops", "interest", "path", "transfer"):
        theirs = shown_to_guests(page, f"/v/{kind}/{household_token(party)}")
        page.sign_in(mine).visit(file_of(party, kind))
        assert theirs in words_of(page, "main .theirs[lang=fr]"), kind
        assert household_token(party) not in page.response.text


def test_looking_answers_nothing_and_is_kept(page: Page, db: Session) -> None:
    mine = a_caseworker(db)
    visit = a_visit(db, a_party(db, mine.organisation))
    page.sign_in(mine).visit(file_of(visit.party))
    assert visit.party_answer is Answer.AWAITED
    read = db.scalars(select(Event).order_by(Event.id)).all()
    assert [(event.act, event.actor, event.actor_id) for event in read] == [
        ("party.read", "user", mine.id),
        ("visit.read", "user", mine.id),
    ]


def test_the_photos_are_those_that_they_see(page: Page, db: Session) -> None:
    mine = a_caseworker(db)
    visit = a_visit(db, a_party(db, mine.organisation))
    visit.farm.photos.append(a_photo())
    page.sign_in(mine).visit(file_of(visit.party))
    picture = page.soup.select_one("main .theirs img[src*=their-photos]")
    assert picture is not None
    assert (
        page.client.get(str(picture["src"]), base_url="https://sillon.example").status_code == 200
    )
    page.sign_in(a_caseworker(db)).visit(str(picture["src"]), status=404)


def test_it_says_whether_their_link_has_left(page: Page, db: Session) -> None:
    mine = a_caseworker(db, language="en")
    visit = a_visit(db, a_party(db, mine.organisation))
    not_yet = "No message with the link to this page has left to them."
    assert not_yet in page.sign_in(mine).visit(file_of(visit.party)).text
    sent = Message(
        kind="visit-proposed",
        channel=Channel.SMS,
        language="fr",
        idempotency_key="a",
        visit=visit,
        side=Side.PARTY,
        state=MessageState.SENT,
    )
    db.add(sent)
    assert not_yet not in page.visit(file_of(visit.party)).text


def test_who_has_left_without_a_visit_has_no_page(page: Page, db: Session) -> None:
    a_programme(db)
    mine = a_caseworker(db, language="en")
    party = a_party(db, mine.organisation, created_at=None)
    party.leave("unknown")
    page.sign_in(mine).visit(file_of(party))
    assert "No page yet" in page.text
    page.sign_in(a_caseworker(db)).visit(file_of(party), status=404)


def test_a_page_to_look_at_keeps_its_words_and_pictures_and_loses_what_acts() -> None:
    icon = '<svg viewbox="0 0 1 1"><use href="/static/icons.svg#check"/></svg>'
    words = "<span>Oui &amp; non &#8239;&lt;b&gt;</span>"
    written = (
        '<form method="post" action="/v/p1-secret"><input type="hidden" name="once" value="x">'
        f'<button class="button yes" name="answer" value="yes">{icon}{words}</button></form>'
        '<a class="chip" href="/v/p1-secret">Plus</a>'
        '<img src="/a.jpg" alt="&quot;Foin&quot;" onerror="x()">'
    )
    assert looked_at(written) == (
        f'<div><span class="button yes">{icon}{words}</span></div>'
        '<span class="chip">Plus</span><img src="/a.jpg" alt="&quot;Foin&quot;">'
    )
