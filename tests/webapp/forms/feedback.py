"""How a visit went: behind the link, in the farm's portal, and what a coordinator sees to."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farmer, a_party, a_slot, a_visit, an_organisation
from tests.webapp.forms.places import audited, of
from tests.webapp.forms.row import Filter, Found, Reading, Row, World, carried, typed
from webapp.ground.clock import today
from webapp.models import Answer, Attestation, Feedback, Side, Visit, VisitState
from webapp.portals.farmer.feedback import FeedbackForm
from webapp.portals.visit_page.feedback import WordForm
from webapp.portals.visit_page.thanks import ThanksForm
from webapp.services.after import feedback, thanks
from webapp.services.after.feedback import TOOK_PLACE
from webapp.services.records.tokens import visit_token


def over(db: Session, **given: Any) -> Visit:
    """A visit whose last day was yesterday."""
    slot = a_slot(db, arrival=today() - timedelta(days=5))
    stay = Range(slot.arrival, today() - timedelta(days=1), bounds="[]")
    yes = {"party_answer": Answer.YES, "farm_answer": Answer.YES}
    whole = {"slot": slot, "stay": stay, "state": VisitState.COMPLETED, **yes, **given}
    visit = a_visit(db, **whole)
    if visit.state in TOOK_PLACE:
        visit.attestations = [Attestation.of(visit, each) for each in visit.party.persons]
        for each in visit.attestations:
            each.confirm()
        db.flush()
    return visit


def behind(side: Side) -> Callable[[Session], World]:
    def build(db: Session) -> World:
        visit = over(db)
        return World(visit=visit, token=visit_token(visit, side))

    return build


def a_card_that_was_sent(db: Session) -> World:
    world = behind(Side.PARTY)(db)
    thanks.send(db, world.visit, ["calm"], with_names=False)
    return world


def of_card(name: str) -> Callable[[Reading], Any]:
    """Return what reads something of the card of the visit, if there is one."""

    def read(reading: Reading) -> Any:
        card = thanks.of_visit(reading.fresh, reading.world.visit)
        return card and getattr(card, name)

    return read


def a_farm_that_received(db: Session) -> World:
    visit = over(db)
    return World(visit=visit, reader=a_farmer(db, visit.farm, language="en"))


def a_word_to_see_to(db: Session) -> World:
    visit = over(db)
    feedback.write_word(db, visit, Side.PARTY, "Une chambre froide")
    said = feedback.of_side(db, visit, Side.PARTY)
    return World(visit=visit, feedback=said, reader=a_coordinator(db, language="en"))


def two_that_told(db: Session) -> World:
    """Guests of whom one told how it went, with a word, in February, and none of the other."""
    reader, elsewhere = a_coordinator(db, language="en"), an_organisation(db)
    told = over(db, party=a_party(db, code="P-9001"))
    feedback.answer(db, told, Side.PARTY, "welcome", "good")
    feedback.write_word(db, told, Side.PARTY, "Une chambre froide")
    for question in ("lodging", "understood"):
        feedback.answer(db, told, Side.PARTY, question, "good")
    feedback.answer(db, told, Side.PARTY, "again", "yes")
    silent = over(db, party=a_party(db, elsewhere, code="P-9002"))
    silent.stay = Range(date(2025, 6, 2), date(2025, 6, 6), bounds="[]")
    db.flush()
    return World(reader=reader, told=told, organisation=told.party.organisation)


def answered(side: Side, question: str) -> Callable[[Reading], Any]:
    """Return what reads what a side says to a question."""

    def read(reading: Reading) -> Any:
        mine = Feedback.visit_id == reading.world.visit.id, Feedback.side == side
        said = reading.fresh.scalar(select(Feedback).where(*mine))
        return said and said.answers.get(question)

    return read


def word_of(side: Side) -> Callable[[Reading], Any]:
    def read(reading: Reading) -> Any:
        mine = Feedback.visit_id == reading.world.visit.id, Feedback.side == side
        return reading.fresh.scalar(select(Feedback.word).where(*mine))

    return read


def is_seen_to(reading: Reading) -> bool:
    return reading.again(reading.world.feedback).read_at is not None


ROWS = [
    Row(
        "visit_page.answer_question",
        behind(Side.PARTY),
        page="visit_page.ask_question",
        fields={
            "question": carried("good", at=answered(Side.PARTY, "welcome")),
            "answer": typed("good", at=answered(Side.PARTY, "welcome")),
        },
    ),
    Row(
        "visit_page.write_word",
        behind(Side.PARTY),
        form=WordForm,
        fields={"word": typed("Une chambre froide", at=word_of(Side.PARTY))},
    ),
    Row(
        "visit_page.thank_farm",
        behind(Side.PARTY),
        form=ThanksForm,
        fields={
            "sentences": typed(["calm", "welcome"], ["welcome", "calm"], at=of_card("sentences")),
            "with_names": typed("y", True, at=of_card("with_names")),
        },
        then={audited("visit.thanked"): True},
    ),
    Row(
        "visit_page.take_thanks_back",
        a_card_that_was_sent,
        page="visit_page.thank_farm",
        then={of_card("id"): None, audited("visit.thanks-taken-back"): True},
    ),
    Row(
        "farmer.give_feedback",
        a_farm_that_received,
        form=FeedbackForm,
        fields={
            "stay": typed("good", at=answered(Side.FARM, "stay")),
            "understood": typed("bad", at=answered(Side.FARM, "understood")),
            "receive_again": typed("perhaps", at=answered(Side.FARM, "receive-again")),
            "word": typed("Ils dorment tard", at=word_of(Side.FARM)),
        },
        then={audited("visit.feedback-given", "side"): "farm"},
    ),
    Row(
        "coordinator.see_to_word",
        a_word_to_see_to,
        page="coordinator.show_feedback",
        then={is_seen_to: True, of("feedback", "read_by_id"): lambda world: world.reader.id},
    ),
]
FILTERS = [
    Filter(
        "coordinator.list_feedback",
        two_that_told,
        fields={
            "side": Found("party", "P-9001", "P-9002"),
            "told": Found("word", "P-9001", "P-9002"),
            "month": Found(lambda world: f"{world.told.departure:%Y-%m}", "P-9001", "P-9002"),
            "association": Found(lambda world: str(world.organisation.id), "P-9001", "P-9002"),
        },
    ),
]
