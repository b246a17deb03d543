"""What has changed for people between before their first visit and after it, in told figures."""

from flask import request

from webapp.models import Phase
from webapp.portals.coordinator import portal
from webapp.services.parties import assessments
from webapp.services.reports.tables import rounding_of
from webapp.web.extensions import db
from webapp.web.pages import page

LATER = [each for each in Phase if each is not Phase.BEFORE]


@portal.get("/before-and-after")
def show_before_after() -> str:
    """Show a phase beside before, each count told as reports tell them."""
    asked = request.args.get("phase", "")
    phase = Phase(asked) if asked in LATER else Phase.AFTER
    found, rounding = assessments.compare(db, phase), rounding_of(db)
    return page(
        phase=phase,
        phases=LATER,
        pairs=rounding.tell("person", found.pairs),
        missing=rounding.tell("person", found.missing),
        changes={
            question: [rounding.tell("person", changed[each]) for each in assessments.CHANGES]
            for question, changed in found.changes.items()
        },
        kinds=assessments.CHANGES,
    )
