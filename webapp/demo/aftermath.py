"""What became of a demonstration's visits once they were over."""

from datetime import datetime, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.demo.earlier import at
from webapp.ground.clock import PARIS, today
from webapp.models import (
    GRIDS,
    PRESENT,
    Feedback,
    FollowUp,
    MissedWord,
    Relationship,
    RelationshipState,
    Side,
    User,
    Visit,
    VisitState,
)
from webapp.services.after import follow_ups, sharing

SILENT = {Side.PARTY: 0.3, Side.FARM: 0.2}
"""So many of each side never say how it went."""
LIKELY = (8, 3, 1, 1)
"""How often each answer of a question is given, the first being the best."""
WORDS = {
    Side.PARTY: "La chambre était froide la nuit. Sinon, tout le monde était gentil.",
    Side.FARM: "Nous aurions aimé savoir plus tôt à quelle heure ils arrivaient.",
}


def tell_how_it_went(session: Session, rng: Random) -> None:
    """Let most of both sides have said how the visits went that are evaluated; two add a word."""
    query = select(Visit).where(Visit.state == VisitState.EVALUATED).order_by(Visit.id)
    for number, visit in enumerate(session.scalars(query)):
        for side in Side:
            if number and rng.random() < SILENT[side]:
                continue
            said = told(visit, side, rng)
            if not number:
                said.write(WORDS[side])
            session.add(said)


def told(visit: Visit, side: Side, rng: Random) -> Feedback:
    """Return what a side has said of how a visit went, two days after it."""
    grid = GRIDS[PRESENT[side]]
    said = Feedback(visit_id=visit.id, side=side, grid=PRESENT[side], answers={})
    for question, choices in grid.items():
        said.answer(question, rng.choices(choices, LIKELY)[0])
    day = visit.departure + timedelta(days=2)
    said.begun_at = said.given_at = datetime.combine(day, time(18, 30), PARIS)
    return said


def say_why_nobody_came(session: Session) -> None:
    """Let both sides of one missed visit say different things, and of another one side something.

    The people of the first say, too, that what is noted is not right.
    """
    nobody_came = Visit.state == VisitState.NO_SHOW, Visit.ended_at.is_not(None)
    query = select(Visit).where(*nobody_came).order_by(Visit.id).limit(2)
    for number, visit in enumerate(session.scalars(query)):
        assert visit.ended_at is not None  # noqa: S101 (asked for above)
        for side, cause in CAUSES[number].items():
            at = visit.ended_at + timedelta(hours=27)
            whose = {"party_id": visit.party_id, "visit_id": visit.id, "side": side}
            word = MissedWord(**whose, cause=cause, said_at=at)
            if side is Side.PARTY:
                word.contested_at, word.contest = at, NOT_SO
            session.add(word)


CAUSES = ({Side.PARTY: "transport", Side.FARM: "guest"}, {Side.FARM: "nobody"})
NOT_SO = "Nous étions à la gare. Le car n’est pas passé, et personne ne répondait au téléphone."
BECAME = ("farm-contact", "positive-exit", "transition-job", "unknown", "farm-contact", "moved")
"""What is told of a demonstration's visits, in turn; every third is still to be asked."""


def follow_up(session: Session, by: User) -> None:
    """Let both sides have been followed up since last season, some reached and some in vain."""
    asked = follow_ups.days_come().where(Visit.state == VisitState.EVALUATED)
    for visit_id, months, due_on in session.execute(asked.order_by(Visit.id)):
        day = {"visit_id": visit_id, "months": months, "due_on": due_on}
        session.add_all([FollowUp(side=side, **day) for side in Side])
    session.flush()
    made = session.scalars(select(FollowUp).order_by(FollowUp.id)).all()
    for number, each in enumerate(made):
        if number % 3 == 0:
            continue
        late = (today() - each.due_on).days
        if number % 3 == 1:
            each.reach(BECAME[number % len(BECAME)], "link", each.due_on)
        elif late >= 1:
            for days in sorted({1, min(late, 10), min(late, 25)}):
                each.attempt("call", each.due_on + timedelta(days=days), by)


def stay_in_contact(session: Session, by: User) -> None:
    """Let one farm and its guests be in contact, and one farm wait for its guests' answer."""
    query = select(Visit).where(Visit.state == VisitState.EVALUATED).order_by(Visit.id).limit(2)
    for number, visit in enumerate(session.scalars(query)):
        kept = Relationship.of(visit, Side.FARM)
        kept.state = RelationshipState.PROPOSED
        session.add(kept)
        kept.say_yes(Side.FARM, ["phone"], sharing.told(visit, Side.FARM, ["phone"], None))
        asked, answered, called = (
            min(visit.departure + timedelta(days=days), today() - timedelta(days=1))
            for days in (2, 3, 11)
        )
        kept.farm_said_at = at(asked)
        if not number:
            kept.say_yes(Side.PARTY, ["phone"], sharing.told(visit, Side.PARTY, ["phone"], None))
            kept.party_said_at = at(answered, hour=11)
            kept.note("call", called, by)
