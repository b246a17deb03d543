"""Committees that have met, and one in preparation."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from webapp.demo.speaking import speaking
from webapp.ground.clock import PARIS, today
from webapp.models import LineKind, Programme, User
from webapp.services.committees import keeping
from webapp.wording import committee_minutes

DECIDED = {
    LineKind.ROUND_TO_OPEN: "Ouvrir une session sur douze semaines ; l’association s’en charge.",
    LineKind.FARM_ENDS: "La coordination rappelle la ferme et la revoit avant la fin.",
    LineKind.WAITING: "Chercher une place plus près ; on en reparle au prochain comité.",
    LineKind.ABSENCE: "L’association a deux semaines pour l’entretien.",
}


ADDED = (
    ("Prêt du minibus de la commune", "Oui, un samedi par mois jusqu’à l’été."),
    (
        "Interprètes pour les ateliers",
        "Un budget de douze séances ; les associations les réservent.",
    ),
    ("Affiches pour les villages", "Une par rencontre, distribuée par la ferme qui le souhaite."),
    (
        "Place des enfants pendant les visites",
        "Chaque dossier dit qui les garde avant d’être prêt.",
    ),
)
MEETINGS = 13
"""So many have met in a year that is lived whole, four weeks apart."""


def meet(session: Session, present: Sequence[User], *, a_year: bool) -> None:
    """Let one have met, or one each month of a year, and one of next week be in preparation."""
    for back in range(MEETINGS if a_year else 1, 0, -1):
        _meet(session, present, back)
    keeping.call(session, today() + timedelta(days=7))
    session.flush()


def _meet(session: Session, present: Sequence[User], back: int) -> None:
    past = keeping.call(session, today() - keeping.A_MONTH * back + timedelta(days=7))
    title, decided = ADDED[(back - 1) % len(ADDED)]
    keeping.add(session, past, title)
    keeping.begin(session, past)
    past.begun_at = at = datetime.combine(past.day, time(14), PARIS)
    for line in list(past.lines):
        days = line.facts.get("flagged"), line.facts.get("opened")
        is_known = not any(day and day > past.day.isoformat() for day in days)
        if line.kind is not LineKind.ADDED and not (back == 1 and is_known):  # not on that day
            past.lines.remove(line)
    session.flush()
    for line in past.lines:
        if said_of := {**DECIDED, LineKind.ADDED: decided}.get(line.kind):
            keeping.decide(session, line, said_of)
    lines = sorted(past.lines, key=lambda line: [*LineKind].index(line.kind))
    called = session.get_one(Programme, 1).name
    with speaking():
        said = committee_minutes.written(past, lines, {}, called, at)
    keeping.close(session, past, said, present, present[0])
    for each in present:
        keeping.sign(session, past, each, at + timedelta(hours=2))
    session.flush()
