"""A farm that is counted on to fetch its guests reads it in time, and is told after its yes."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer, a_party, a_slot, a_visit
from tests.page import Page
from tests.webapp.visits.test_house_rules import plain
from tests.webapp.visits.test_messages import Recorder, send
from tests.webapp.visits.test_visit_page import address, give_code
from webapp.ground.clock import now, today
from webapp.models import Answer, Message, Side, User, Visit
from webapp.services.visits import answers, consent, disclosure, keeping, misfits, tickets


def written_to_farm(db: Session, visit: Visit) -> list[Message]:
    of = Message.visit_id == visit.id, Message.side == Side.FARM
    kinds = ("visit-changed", "visit-as-before")
    return db.query(Message).filter(*of, Message.kind.in_(kinds)).order_by(Message.id).all()


def leave(app: Flask, db: Session, message: Message) -> str:
    """Have a message leave; return what its reader reads, or nothing where it did not."""
    sender = Recorder()
    send(app, db, message, sender)
    return plain(sender.letters[0].body) if sender.letters else ""


def a_visit_agreed_on(db: Session, caseworker: User) -> Visit:
    """A visit that both sides have said yes to by themselves, on a farm with a mailbox."""
    visit = a_visit(db, a_party(db, caseworker.organisation))
    a_farmer(db, visit.farm)
    for side in Side:
        answers.answer(db, visit, side, Answer.YES)
    misfits.look_again(db)
    return visit


def note(page: Page, visit: Visit, ticket_from: str) -> None:
    page.visit(f"/casework/visits/{visit.id}/tickets")
    page.submit({"ticket_from": ticket_from}, button="Enregistrer")


def test_a_farm_is_written_to_when_it_comes_to_be_counted_on_after_its_yes_and_no_longer_is(
    app: Flask, page: Page, db: Session
) -> None:
    caseworker = a_caseworker(db)
    visit = a_visit_agreed_on(db, caseworker)
    note(page.sign_in(caseworker), visit, "farm")
    assert "Un message part à la ferme" in page.text
    [begun] = written_to_farm(db, visit)
    said = leave(app, db, begun)
    assert "compte sur vous pour les chercher : ces personnes n’ont pas de billet" in said
    assert "si la ferme va les chercher" in said
    note(page, visit, "farm")
    assert "Un message part" in page.text, "it has not said yet that it still suits"
    page.sign_in(visit.farm.users[0]).visit(f"/farm/visits/{visit.id}")
    assert "avant, « non » ; maintenant, « oui »" in plain(page.text)
    page.submit(button="toujours les bienvenues")
    assert "Depuis votre oui" not in page.text
    note(page.sign_in(caseworker), visit, "association")
    [_begun, ended] = written_to_farm(db, visit)
    assert "Vous n’avez plus à les chercher" in leave(app, db, ended)


def test_a_farm_is_not_written_to_of_what_was_noted_by_mistake(
    app: Flask, page: Page, db: Session
) -> None:
    caseworker = a_caseworker(db)
    visit = a_visit_agreed_on(db, caseworker)
    note(page.sign_in(caseworker), visit, "farm")
    note(page, visit, "association")
    [message] = written_to_farm(db, visit)
    assert leave(app, db, message) == ""
    note(page, visit, "farm")
    [*_closed, told] = written_to_farm(db, visit)
    assert leave(app, db, told)
    note(page, visit, "association")
    assert [each.kind for each in written_to_farm(db, visit)][-1] == "visit-as-before"


def test_a_farm_without_a_mailbox_or_with_its_guests_there_is_to_be_called(
    page: Page, db: Session
) -> None:
    caseworker = a_caseworker(db)
    visit = a_visit_agreed_on(db, caseworker)
    [farmer] = visit.farm.users
    farmer.suspended_at = now()
    note(page.sign_in(caseworker), visit, "farm")
    assert "appelez-la, et demandez si elle le peut" in page.text
    note(page, visit, "association")
    assert "qu’elle n’a plus à les chercher" in page.text, "who called it calls it again"
    note(page, visit, "guest")
    assert "appelez-la" not in page.text
    note(page, visit, "farm")
    farmer.suspended_at = None
    consent.keep(db, visit, Side.FARM)
    visit.begin()
    visit.arrive()
    note(page, visit, "association")
    assert "qu’elle n’a plus à les chercher" in page.text


def test_a_farm_reads_before_its_yes_that_it_is_counted_on(page: Page, db: Session) -> None:
    caseworker = a_caseworker(db)
    visit = a_visit(db, a_party(db, caseworker.organisation))
    farmer = a_farmer(db, visit.farm)
    note(page.sign_in(caseworker), visit, "farm")
    assert "La ferme le lit avant de répondre" in page.text
    assert "compte sur vous" in page.visit(address(visit, Side.FARM)).text
    page.sign_in(farmer).visit(f"/farm/visits/{visit.id}")
    assert "compte sur vous" in page.text
    page.submit(button="Oui")
    assert consent.changed_since_yes(db, visit, Side.FARM) == ()
    assert written_to_farm(db, visit) == []


@pytest.mark.parametrize("agrees", [True, False])
def test_a_farm_is_told_each_time_that_it_is_counted_on_anew(
    app: Flask, page: Page, db: Session, *, agrees: bool
) -> None:
    caseworker = a_caseworker(db)
    visit = a_visit_agreed_on(db, caseworker)
    page.sign_in(caseworker)
    for ticket_from, said in [("farm", "compte sur vous"), ("guest", "")] * 3:
        note(page, visit, ticket_from)
        [*_earlier, last] = written_to_farm(db, visit)
        told = leave(app, db, last)
        assert said in told
        assert told, "it was not written to again"
        if agrees:
            consent.agree_again(db, visit, Side.FARM)
        db.commit()
        misfits.look_at_all(db)
        assert written_to_farm(db, visit)[-1] is last, "once is enough"


def test_a_farm_is_written_to_again_when_one_of_two_changes_is_no_more(
    app: Flask, page: Page, db: Session
) -> None:
    caseworker = a_caseworker(db)
    visit = a_visit_agreed_on(db, caseworker)
    visit.party.needs = ["step-free"]
    misfits.look_again(db)
    for ticket_from in (None, "farm", "guest"):
        if ticket_from:
            note(page.sign_in(caseworker), visit, ticket_from)
        [*_earlier, last] = written_to_farm(db, visit)
        assert leave(app, db, last)
        db.commit()
    assert [each.kind for each in written_to_farm(db, visit)] == ["visit-changed"] * 3


def test_guests_read_that_they_are_fetched_once_the_farm_has_said_yes_to_it(
    page: Page, db: Session
) -> None:
    caseworker = a_caseworker(db)
    visit = a_visit_agreed_on(db, caseworker)
    tickets.note(db, visit, "farm", bought=False)
    give_code(page, db, visit)
    assert "La ferme doit encore dire oui" in page.text
    assert "il ne vous faut pas de billet" not in page.text
    before = keeping.may_be_kept(visit, disclosure.view(db, visit, Side.PARTY, code_given=True))
    consent.agree_again(db, visit, Side.FARM)
    assert "il ne vous faut pas de billet" in plain(page.visit(address(visit)).text)
    assert "doit encore dire oui" not in page.text
    after = keeping.may_be_kept(visit, disclosure.view(db, visit, Side.PARTY, code_given=True))
    assert before is not None
    assert after is not None
    assert after.version != before.version, "a telephone that keeps it keeps what is so now"


def test_whoever_leaves_tomorrow_and_is_not_sure_to_be_fetched_is_on_the_board(
    page: Page, db: Session
) -> None:
    caseworker = a_caseworker(db)
    visit = a_visit(
        db, a_party(db, caseworker.organisation), a_slot(db, arrival=today() + timedelta(days=1))
    )
    a_farmer(db, visit.farm)
    for side in Side:
        answers.answer(db, visit, side, Answer.YES)
    tickets.note(db, visit, "farm", bought=False)
    db.commit()
    page.sign_in(caseworker).visit("/casework/")
    assert "Partent d’ici demain" in page.text
    assert "la ferme doit encore dire oui" in page.text
    consent.agree_again(db, visit, Side.FARM)
    db.commit()
    assert "la ferme doit encore dire oui" not in page.visit("/casework/").text
    assert "Partent d’ici demain" not in page.text
