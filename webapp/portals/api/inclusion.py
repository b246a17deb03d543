"""What associations offer now, as data·inclusion publishes services (schema v1): for everyone.

No key is asked, and nobody is told of: associations, their office, and the round that is to come.
"""

from datetime import UTC
from typing import Any, Final

from flask import Response, jsonify
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import or_, select

from webapp.geography import find_commune
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, set_scope
from webapp.models import MatchingRound, Organisation, RoundState
from webapp.portals.api import portal
from webapp.web.extensions import db
from webapp.wording import format_date

SOURCE: Final = "sillon"
UNTOLD: Final = (
    RoundState.DRAFT, RoundState.CLOSED, RoundState.CANCELLED, RoundState.FAILED,
)  # fmt: skip
"""Rounds that are nobody's offer: begun and not settled yet, or over."""
Entry = dict[str, Any]


@portal.get("/data-inclusion.json")
def publish_inclusion() -> Response:
    """Give the associations that have a round to come, and what it offers."""
    set_scope(db, EVERYONE)  # nosemgrep: everything-seen-by-a-view - nobody is told of
    with force_locale("fr"):  # the publication is French
        told = [(_structure(home, of_it), _service(home, of_it)) for home, of_it in _to_come()]
    structures = {structure["id"]: structure for structure, _service in told}
    services = sorted((service for _structure, service in told), key=lambda each: each["id"])
    return jsonify(structures=[structures[each] for each in sorted(structures)], services=services)


def _to_come() -> list[tuple[Organisation, MatchingRound]]:
    """Return each association with each round to come, its own or one over all."""
    theirs = or_(
        MatchingRound.organisation_id == Organisation.id, MatchingRound.organisation_id.is_(None)
    )
    query = (
        select(Organisation, MatchingRound)
        .join(MatchingRound, theirs)
        .where(MatchingRound.first_day > today(), MatchingRound.state.not_in(UNTOLD))
        .order_by(Organisation.id, MatchingRound.id)
    )
    return [(row[0], row[1]) for row in db.execute(query)]


def _structure(home: Organisation, newest: MatchingRound) -> Entry:
    return {
        "source": SOURCE,
        "id": f"{SOURCE}--association-{home.id}",
        "nom": home.name,
        "date_maj": newest.created_at.astimezone(UTC).date().isoformat(),
        "telephone": home.phone,
        **_place(home),
    }


def _service(home: Organisation, of_it: MatchingRound) -> Entry:
    return {
        "source": SOURCE,
        "structure_id": f"{SOURCE}--association-{home.id}",
        "id": f"{SOURCE}--association-{home.id}--session-{of_it.id}",
        "nom": _("Discovery stay on a farm"),
        "description": _(
            "A few days on a farm, from %(first)s to %(last)s at the latest: to see the trade and "
            "the countryside for real, without work and free of charge. The association prepares "
            "the stay and accompanies the people.",
            first=format_date(of_it.first_day, "long"),
            last=format_date(of_it.last_day, "long"),
        ),
        "date_maj": of_it.created_at.astimezone(UTC).date().isoformat(),
        "type": "accompagnement",
        "thematiques": ["choisir-un-metier--decouvrir-un-metier-ou-un-secteur-dactivite"],
        "frais": "gratuit",
        "publics": ["personnes-exilees"],
        "modes_accueil": ["en-presentiel"],
        "modes_mobilisation": ["telephoner"],
        "mobilisable_par": ["professionnels", "usagers"],
        "telephone": home.phone,
        **_place(home),
    }


def _place(home: Organisation) -> Entry:
    commune = find_commune(home.commune)
    if commune is None:
        return {}
    only = commune.postcodes[0] if len(commune.postcodes) == 1 else None
    told = {"code_insee": commune.code, "commune": commune.name}
    return told | ({"code_postal": only} if only else {})
