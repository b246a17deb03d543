"""A committee that has met, and one in preparation."""

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
    LineKind.ADDED: "Oui, un samedi par mois jusqu’à l’été.",
}


def meet(session: Session, present: Sequence[User]) -> None:
    """Let one have met, and one of next week be in preparation."""
    past = keeping.call(session, today() - keeping.A_MONTH + timedelta(days=7))
    keeping.add(session, past, "Prêt du minibus de la commune")
    keeping.begin(session, past)
    past.begun_at = at = datetime.combine(past.day, time(14), PARIS)
    for line in list(past.lines):
        days = line.facts.get("flagged"), line.facts.get("opened")
        if any(day and day > past.day.isoformat() for day in days):  # not known on that day
            past.lines.remove(line)
    session.flush()
    for line in past.lines:
        if line.kind in DECIDED:
            keeping.decide(session, line, DECIDED[line.kind])
    lines = sorted(past.lines, key=lambda line: [*LineKind].index(line.kind))
    called = session.get_one(Programme, 1).name
    with speaking():
        said = committee_minutes.written(past, lines, {}, called, at)
    keeping.close(session, past, said, present, present[0])
    for each in present:
        keeping.sign(session, past, each, at + timedelta(hours=2))
    keeping.call(session, today() + timedelta(days=7))
    session.flush()
