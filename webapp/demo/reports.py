"""Who pays for a demonstration, and a report that somebody has begun to read through."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.demo.speaking import speaking
from webapp.ground.clock import now, today
from webapp.models import Funder, Organisation, Person, Programme, Report, User
from webapp.services.reports import keeping
from webapp.services.reports.indicators import INDICATORS
from webapp.wording import report_files
from webapp.wording.report_writing import written

FOREWORD = "Des séjours de découverte pour préparer une installation choisie à la campagne."
OF_WOMEN = ["people-enrolled", "people-prepared", "people-visited", "visits", "outcome-3"]


def be_paid(session: Session, by: User) -> None:
    """Let a region pay for everybody and a foundation for women.

    The region was told of its year, and the foundation's is counted. The State pays for people with
    a first title of less than five years.
    """
    region = Funder(name="Région Normandie", sex="", indicators=list(INDICATORS), foreword=FOREWORD)
    state = Funder(name="Programme 104", sex="", indicators=OF_WOMEN, foreword="")
    state.first_titles = True
    women = Funder(name="Fondation Terres d’accueil", sex="woman", indicators=OF_WOMEN, foreword="")
    _agree(session)
    session.add_all([region, women, state])
    session.flush()
    year = today() - timedelta(days=365), today(), today()
    told = keeping.open_report(session, region, *year)
    session.flush()
    _freeze(session, told, by)
    keeping.send(session, told)
    keeping.open_report(session, women, *year)


def _agree(session: Session) -> None:
    """Let two of three adults have it written until when their first title is recent."""
    for person in session.scalars(select(Person).order_by(Person.id)):
        if person.is_adult(today()) and person.id % 3:
            person.fundable_until = today() + timedelta(days=person.id * 37 % 1500)


def _freeze(session: Session, report: Report, by: User) -> None:
    at, programme = now(), session.get_one(Programme, 1).name
    homes = session.execute(select(Organisation.id, Organisation.name))
    names = {str(number): name for number, name in homes}
    with speaking():
        said = written(report, keeping.count(session, report), names, programme, at)
    keeping.freeze(session, report, said, report_files.digests(said), at, by)
