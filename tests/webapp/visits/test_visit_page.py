"""The page behind the link, for a person who has no account and perhaps little French."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farm, a_party, a_slot, a_visit, an_offer
from tests.page import Page
from webapp.ground.clock import today
from webapp.models import (
    Answer,
    Event,
    Message,
    PhoneCode,
    Side,
    Visit,
    VisitSession,
    VisitState,
)
from webapp.services.records.tokens import phone_digits, visit_token
from webapp.services.visits import stays


def address(visit: Visit, side: Side = Side.PARTY) -> str:
    return f"/v/{visit_token(visit, side)}"


def a_settled_visit(db: Session, **given: Any) -> Visit:
    return a_visit(
        db,
        state=VisitState.CONFIRMED,
        party_answer=Answer.YES,
        farm_answer=Answer.YES,
        **given,
    )


def the_code(db: Session, visit: Visit) -> str:
    code = db.scalars(
        select(PhoneCode).where(PhoneCode.visit_id == visit.id).order_by(PhoneCode.id.desc())
    ).first()
    assert code is not None
    return phone_digits(code)


def give_code(page: Page, db: Session, visit: Visit, side: Side = Side.PARTY) -> None:
    page.visit(address(visit, side)).submit(button="code")
    page.submit({"code": the_code(db, visit)}, button="Afficher")


def test_a_proposal_tells_where_about_and_nothing_closer(page: Page, db: Session) -> None:
    visit = a_visit(db)
    page.visit(address(visit))
    assert "Carentan" in page.text
    assert "Normandie" in page.text
    for secret in ("12 chemin du Marais", "Anne et Luc", "+33612345678", visit.farm.name):
        assert secret not in page.response.text


def test_a_page_speaks_the_language_of_its_party(page: Page, db: Session) -> None:
    page.visit(address(a_visit(db, a_party(db, language="ar"))))
    assert page.soup.html is not None
    assert (page.soup.html["lang"], page.soup.html["dir"]) == ("ar", "rtl")


def test_opening_the_link_changes_nothing_but_the_audit(page: Page, db: Session) -> None:
    visit = a_visit(db)
    page.visit(address(visit))
    assert (visit.state, visit.party_answer) == (VisitState.PROPOSED, Answer.AWAITED)
    acts = db.scalars(select(Event.act).where(Event.subject_id == visit.id)).all()
    assert acts == ["visit.read"]


def test_yes_is_one_touch(page: Page, db: Session) -> None:
    visit = a_visit(db)
    page.visit(address(visit)).submit(button="Oui, je viens")
    assert visit.party_answer is Answer.YES
    assert "Oui, je viens" not in page.text


def test_no_asks_for_a_reason_that_nobody_has_to_give(page: Page, db: Session) -> None:
    visit = a_visit(db)
    page.visit(address(visit)).submit(button="Non, merci")
    assert visit.state is VisitState.DECLINED
    page.submit(button="trop loin")
    assert visit.party_reason == "too-far"


def test_a_change_of_mind_is_one_touch_while_the_place_is_free(page: Page, db: Session) -> None:
    visit = a_visit(db)
    page.visit(address(visit)).submit(button="pas à ces dates")
    page.visit(address(visit)).submit(button="Finalement, oui")
    assert (visit.state, visit.party_answer) == (VisitState.PROPOSED, Answer.YES)


def test_a_place_taken_in_the_meantime_is_said_kindly(page: Page, db: Session) -> None:
    visit = a_visit(db, slot=a_slot(db, rooms=[1]))
    page.visit(address(visit)).submit(button="Non, merci")
    a_visit(db, slot=visit.slot)
    page.visit(address(visit)).submit(button="Finalement, oui")
    assert "La place n’est plus libre" in page.text


def test_after_both_yes_the_sheet_opens_with_a_fresh_code(page: Page, db: Session) -> None:
    visit = a_settled_visit(db)
    page.visit(address(visit))
    assert "12 chemin du Marais" not in page.response.text
    give_code(page, db, visit)
    for told in (
        "12 chemin du Marais",
        "Carentan-les-Marais (50, Manche)",
        "Anne et Luc",
        "+33612345678",
        "+33231000000",
        "112",
    ):
        assert told in page.response.text


def test_a_farm_sees_how_many_and_then_first_names(page: Page, db: Session) -> None:
    visit = a_settled_visit(db)
    page.visit(address(visit, Side.FARM))
    assert "Nour" not in page.response.text
    give_code(page, db, visit, Side.FARM)
    assert "Nour" in page.text
    assert "+33699000000" in page.response.text
    assert "Exemple" not in page.response.text


def test_a_code_works_once(page: Page, db: Session) -> None:
    visit = a_settled_visit(db)
    page.visit(address(visit)).submit(button="code")
    left_open, used = page.read, the_code(db, visit)
    page.submit({"code": used}, button="Afficher")
    assert "12 chemin du Marais" in page.response.text
    db.execute(delete(VisitSession))
    page.read = left_open
    page.submit({"code": f"{used[:3]} {used[3:]}"}, button="Afficher")
    assert "12 chemin du Marais" not in page.response.text


def test_the_sixth_try_is_refused_even_with_the_right_code(page: Page, db: Session) -> None:
    visit = a_settled_visit(db)
    page.visit(address(visit)).submit(button="code")
    left_open = page.read
    for _ in range(5):
        page.submit({"code": "not it"}, button="Afficher")
    page.read = left_open
    page.submit({"code": the_code(db, visit)}, button="Afficher")
    assert "12 chemin du Marais" not in page.response.text


def test_a_new_code_ends_the_one_before(page: Page, db: Session) -> None:
    visit = a_settled_visit(db)
    page.visit(address(visit)).submit(button="code")
    first = the_code(db, visit)
    page.submit(button="autre code")
    page.submit({"code": first}, button="Afficher")
    assert "12 chemin du Marais" not in page.response.text


def test_a_code_typed_with_arabic_digits_is_the_same_code(page: Page, db: Session) -> None:
    visit = a_settled_visit(db)
    page.visit(address(visit)).submit(button="code")
    eastern = the_code(db, visit).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    page.submit({"code": eastern}, button="Afficher")
    assert "12 chemin du Marais" in page.response.text


def test_codes_are_sent_three_times_a_quarter_of_an_hour_at_most(page: Page, db: Session) -> None:
    visit = a_settled_visit(db)
    page.visit(address(visit)).submit(button="code")
    for _ in range(4):
        page.submit(button="autre code")
    sent = db.scalar(select(func.count()).where(PhoneCode.visit_id == visit.id))
    assert sent == 3


def test_fifteen_minutes_later_the_sheet_is_closed(page: Page, db: Session) -> None:
    visit = a_settled_visit(db)
    give_code(page, db, visit)
    for opened in db.scalars(select(VisitSession)):
        opened.created_at -= timedelta(minutes=15)
    page.visit(address(visit))
    assert "12 chemin du Marais" not in page.response.text


def test_a_lost_phone_ends_link_and_session_at_once(page: Page, db: Session) -> None:
    visit = a_settled_visit(db)
    give_code(page, db, visit)
    lost = address(visit)
    stays.renew_links(db, visit)
    page.visit(lost, status=404)
    assert "Carentan" not in page.text
    page.visit(address(visit))
    assert "12 chemin du Marais" not in page.response.text


@pytest.mark.parametrize("token", ["p1-abc", "x", "p999999-aaaaaaaaaaaaaaaaaaaaaa", "f0-", "p-"])
def test_a_made_up_link_opens_a_kind_page(page: Page, db: Session, token: str) -> None:
    a_visit(db)
    page.visit(f"/v/{token}", status=404)
    assert "lien" in page.title


def test_arrival_is_reported_from_the_first_day(page: Page, db: Session) -> None:
    visit = a_settled_visit(db, slot=a_slot(db, arrival=today()))
    page.visit(address(visit)).submit(button="Je suis sur place")
    assert "Bon séjour" in page.text
    assert "On vous attend" not in page.text
    assert (visit.state, visit.arrived_at is not None) == (VisitState.UNDER_WAY, True)


def test_a_call_for_help_shows_the_numbers_and_waits_on_the_board(page: Page, db: Session) -> None:
    visit = a_settled_visit(db)
    caseworker = a_caseworker(db, visit.party.organisation)
    a_caseworker(db)
    for _ in range(2):
        page.visit(address(visit)).submit(button="besoin d’aide")
    assert "02 31 00 00 00" in page.text
    assert [call.side for call in visit.help_calls] == [Side.PARTY]
    written = db.scalars(select(Message).where(Message.kind == "help-asked")).all()
    assert [message.user_id for message in written] == [caseworker.id]


def test_the_call_for_help_stands_before_everything_that_is_told(page: Page, db: Session) -> None:
    visit = a_settled_visit(db)
    page.visit(address(visit))
    assert page.text.index("besoin d’aide") < page.text.index("Carentan")
    page.submit(button="code")
    assert page.text.index("besoin d’aide") < page.text.index("Afficher ma page")
    page.submit({"code": the_code(db, visit)}, button="Afficher")
    assert page.text.index("besoin d’aide") < page.text.index("12 chemin du Marais")
    assert page.text.count("besoin d’aide") == 1


def test_wishes_and_lodging_are_said(page: Page, db: Session) -> None:
    farm = a_farm(db, rooms=(2, 1), features=["halal-menu"])
    for room in farm.rooms:
        room.lockable = True
    visit = a_visit(db, slot=a_slot(db, an_offer(db, farm, hazards=["bees"])))
    page.visit(address(visit))
    for told in ("souhait n° 1", "2 chambres", "3 lits", "clé", "halal", "Abeilles"):
        assert told in page.text


def test_what_stands_in_the_way_is_to_be_known_before_an_answer_only_while_none_is_given(
    page: Page, db: Session
) -> None:
    place = a_slot(db, an_offer(db, a_farm(db, rooms=(2,))))
    visit = a_visit(db, a_party(db, language="en"), place)
    a_visit(db, a_party(db), place)
    address = f"/v/{visit_token(visit, Side.PARTY)}"
    assert "Before you answer" in page.visit(address).text
    visit.party_answer = Answer.YES
    said = page.visit(address).text
    assert "Good to know first" in said
    assert "Before you answer" not in said
