"""A committee that has met, and one in preparation."""

from datetime import timedelta

from sqlalchemy.orm import Session

from webapp.ground.clock import now, today
from webapp.models import LineKind, User
from webapp.services.committees import keeping

DECIDED = {
    LineKind.ROUND_TO_OPEN: "Ouvrir une session sur douze semaines ; l’association s’en charge.",
    LineKind.FARM_ENDS: "La coordination rappelle la ferme et la revoit avant la fin.",
    LineKind.WAITING: "Chercher une place plus près ; on en reparle au prochain comité.",
    LineKind.ABSENCE: "L’association a deux semaines pour l’entretien.",
    LineKind.ADDED: "Oui, un samedi par mois jusqu’à l’été.",
}


def meet(session: Session, by: User) -> None:
    """Let one have met, and one of next week be in preparation."""
    past = keeping.call(session, today() - keeping.A_MONTH + timedelta(days=7))
    keeping.add(session, past, "Prêt du minibus de la commune")
    keeping.begin(session, past)
    past.begun_at = now() - (today() - past.day)
    for line in past.lines:
        if line.kind in DECIDED:
            keeping.decide(session, line, DECIDED[line.kind])
    keeping.call(session, today() + timedelta(days=7))
    session.flush()
