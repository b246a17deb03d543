"""Who pays for a demonstration, and a report that somebody has begun to read through."""

from datetime import timedelta

from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.models import Funder
from webapp.services.reports import keeping
from webapp.services.reports.indicators import INDICATORS

FOREWORD = "Des séjours de découverte pour préparer une installation choisie à la campagne."
OF_WOMEN = ["people-enrolled", "people-prepared", "people-visited", "visits", "outcome-3"]


def be_paid(session: Session) -> None:
    """Let a region pay for everybody and a foundation for women; the region's year is counted."""
    region = Funder(name="Région Normandie", sex="", indicators=list(INDICATORS), foreword=FOREWORD)
    women = Funder(name="Fondation Terres d’accueil", sex="woman", indicators=OF_WOMEN, foreword="")
    session.add_all([region, women])
    session.flush()
    keeping.open_report(session, region, today() - timedelta(days=365), today(), today())
