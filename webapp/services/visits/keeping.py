"""The sheet that guests may keep on their own telephone, to read it where there is no network.

It is kept by choice alone, never beyond the last day of the visit, and never as something else
than it is: each answer of the page names what may be kept now, and a telephone forgets what it has
under another name.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta

from webapp.ground.clock import PARIS, now
from webapp.models import Visit
from webapp.services.records.tokens import Signer
from webapp.services.visits import consent, journeys
from webapp.services.visits.disclosure import Stage, View


@dataclass(frozen=True)
class MayBeKept:
    """What a telephone may keep of a visit now.

    Parameters
    ----------
    version
        The name of what the sheet says: another one, once that changes. It is told before the code
        is given, so that nobody can make it from a guess at what the sheet says.
    seconds
        From now until the last day is over; a telephone's own clock may be wrong.
    """

    version: str
    seconds: int


def may_be_kept(visit: Visit, view: View) -> MayBeKept | None:
    """Return what guests' telephones may keep now.

    Nothing before both said yes, once it ended, and where others read the telephone too.
    """
    seconds = _seconds_left(visit)
    if visit.party.phone_shared:
        return None
    if view.stage not in {Stage.CODE, Stage.SHEET} or view.stopped or seconds <= 0:
        return None
    farm, found = visit.farm, journeys.of_visit(visit)
    said = [
        visit.id,
        view.version,
        visit.arrival_hour,
        visit.hour_wished,
        visit.hour_agreed,
        visit.journey_ready_at is not None,
        repr((found.there, found.back)) if found else "",
        visit.local_referent_id,
        [visit.ticket_from, visit.tickets_bought_at is not None, visit.ticket_given],
        [visit.ticket_code, visit.fare_cents],
        consent.farm_agrees_to_fetch(visit),
        [farm.name, farm.host_names, farm.phone, farm.presentation, farm.house_words],
        visit.slot.offer.description,
        [view.contacts.association, view.contacts.association_phone],
        view.contacts.interpreter and asdict(view.contacts.interpreter),
        [[str(each.first_day), each.number] for each in view.contacts.nights],
    ]
    written = json.dumps(said, ensure_ascii=True)
    return MayBeKept(Signer.tag("kept sheet", written), seconds)


def _seconds_left(visit: Visit) -> int:
    over = datetime.combine(visit.departure + timedelta(days=1), time(), PARIS)
    return int((over - now()).total_seconds())
