"""Who pays for a demonstration, and a report that somebody has begun to read through."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.demo.speaking import speaking
from webapp.ground.clock import PARIS, now, today
from webapp.models import (
    Funder,
    Organisation,
    Person,
    Programme,
    Report,
    User,
    Workshop,
    WorkshopKind,
)
from webapp.services.reports import keeping
from webapp.services.reports.indicators import INDICATORS
from webapp.wording import report_files
from webapp.wording.report_writing import written

FOREWORD = "Des séjours de découverte pour préparer une installation choisie à la campagne."
OF_WOMEN = ["people-enrolled", "people-prepared", "people-visited", "visits", "workshops-held",
            "outcome-3"]  # fmt: skip


def be_paid(session: Session, by: User, *, a_year: bool = False) -> None:
    """Let a region pay for everybody and a foundation for women.

    The region was told of its year, and the foundation's is counted. The State pays for people with
    a first title of less than five years. Where there is a year to tell of, the State was told of
    it too, and half a year ago a council of what one association did.
    """
    region = Funder(name="Région Normandie", sex="", indicators=list(INDICATORS), foreword=FOREWORD)
    state = Funder(name="Programme 104", sex="", indicators=OF_WOMEN, foreword="")
    state.first_titles = True
    women = Funder(name="Fondation Terres d’accueil", sex="woman", indicators=OF_WOMEN, foreword="")
    _agree(session)
    region.pays_from, region.pays_until = (today() + timedelta(days=far) for far in (-365, 24))
    women.pays_from, women.actions = today() - timedelta(days=200), ["visits", "workshops"]
    session.add_all([region, women, state])
    for workshop in session.scalars(select(Workshop)):
        workshop.funders = [women if workshop.kind is WorkshopKind.STAFF else region]
    session.flush()
    year = today() - timedelta(days=365), today(), today()
    if a_year:
        home = session.scalars(select(Organisation).order_by(Organisation.id)).first()
        council = Funder(name="Conseil départemental", sex="", foreword="", organisation=home)
        council.indicators = [*OF_WOMEN, "ways-out", "visits-by-territory"]
        session.add(council)
        session.flush()
        first, last, told = (today() - timedelta(days=ago) for ago in (455, 182, 171))
        _tell(session, council, (first, last, told), by, told)
        _tell(session, state, year, by, today())
    _tell(session, region, year, by, today())
    keeping.open_report(session, women, *year)


def _tell(
    session: Session, funder: Funder, days: tuple[date, date, date], by: User, on: date
) -> None:
    """Let a funder have been told of some days on a day."""
    told = keeping.open_report(session, funder, *days)
    session.flush()
    at = now() if on == today() else datetime.combine(on, time(11), PARIS)
    told.made_at = at
    _freeze(session, told, by, at)
    keeping.send(session, told)
    told.sent_on = on


def _agree(session: Session) -> None:
    """Let two of three adults have it written until when their first title is recent."""
    for person in session.scalars(select(Person).order_by(Person.id)):
        if person.is_adult(today()) and person.id % 3:
            person.fundable_until = today() + timedelta(days=person.id * 37 % 1500)


def _freeze(session: Session, report: Report, by: User, at: datetime) -> None:
    programme = session.get_one(Programme, 1).name
    homes = session.execute(select(Organisation.id, Organisation.name))
    names = {str(number): name for number, name in homes}
    with speaking():
        said = written(report, keeping.count(session, report), names, programme, at)
    keeping.freeze(session, report, said, report_files.digests(said), at, by)
