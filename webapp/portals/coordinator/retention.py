"""How long files are kept: which end within a month over all associations, and which have ended."""

from sqlalchemy import select

from webapp.ground.clock import now
from webapp.models import Organisation
from webapp.portals.coordinator import portal
from webapp.services.retention import due
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.get("/retention")
def show_retention() -> str:
    """Show what would end within a month, by code, and how many files, farms and accounts have."""
    ending = due.ending_parties(db, now() + due.NOTICE)
    whose = {each.party.organisation_id for each in ending}
    called = select(Organisation.id, Organisation.name).where(Organisation.id.in_(whose))
    names = dict(db.execute(called).all())
    return page(ending=ending, names=names, ended=due.ended(db), kept_for=due.kept_for(db).days)
