"""What associations offer now, as data·inclusion publishes services (schema v1): for everyone.

No key is asked, and nobody is told of: associations, their office, and the rounds and workshops for
guests that are to come. Of a workshop the day is told and no hall: who wishes to come calls.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from flask import Response, jsonify
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.geography import find_commune
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, set_scope
from webapp.models import (
    MatchingRound,
    Organisation,
    RoundState,
    Seat,
    Series,
    Workshop,
    WorkshopKind,
)
from webapp.models.seats import HELD
from webapp.portals.api import portal
from webapp.web.extensions import db
from webapp.wording import format_date, labels

SOURCE: Final = "sillon"
UNTOLD: Final = (
    RoundState.DRAFT, RoundState.CLOSED, RoundState.CANCELLED, RoundState.FAILED,
)  # fmt: skip
"""Rounds that are nobody's offer: begun and not settled yet, or over."""
Entry = dict[str, Any]


class Offered(NamedTuple):
    """Something that people can come to, by whichever association accompanies them.

    Parameters
    ----------
    only
        The number of the one association whose people can; none: those of all.
    kind
        A type of service of schema v1.
    where
        A way of receiving people, of schema v1.
    """

    id: str
    name: str
    description: str
    kind: str
    made_at: datetime
    only: int | None = None
    where: str = "en-presentiel"


@portal.get("/data-inclusion.json")
def publish_inclusion() -> Response:
    """Give the associations whose people can come to something, and what that is."""
    set_scope(db, EVERYONE)  # nosemgrep: everything-seen-by-a-view - nobody is told of
    structures, services = [], []
    with force_locale("fr"):  # the publication is French
        offers = [*_rounds(), *_workshops()]
        for home in db.scalars(select(Organisation).order_by(Organisation.id)).all():
            theirs = [each for each in offers if each.only in (None, home.id)]
            services += [_service(home, each) for each in theirs]
            if theirs:
                structures.append(_structure(home, max(each.made_at for each in theirs)))
    told = {"structures": structures, "services": services}
    return jsonify({kind: sorted(those, key=_by_id) for kind, those in told.items()})


def _by_id(entry: Entry) -> str:
    return str(entry["id"])


def _rounds() -> Iterator[Offered]:
    query = select(MatchingRound).where(
        MatchingRound.first_day > today(), MatchingRound.state.not_in(UNTOLD)
    )
    for each in db.scalars(query.order_by(MatchingRound.id)):
        description = _(
            "A few days on a farm, from %(first)s to %(last)s at the latest: to see the trade and "
            "the countryside for real, without work and free of charge. The association prepares "
            "the stay and accompanies the people.",
            first=format_date(each.first_day, "long"),
            last=format_date(each.last_day, "long"),
        )
        yield Offered(
            f"session-{each.id}",
            _("Discovery stay on a farm"),
            description,
            "accompagnement",
            each.created_at,
            each.organisation_id,
        )


def _workshops() -> Iterator[Offered]:
    for_guests = Series.workshop.has(Workshop.kind == WorkshopKind.GUESTS)
    query = select(Series).where(for_guests).order_by(Series.id)
    held = select(Seat.series_id).where(Seat.state.in_(HELD)).group_by(Seat.series_id, Seat.out_of)
    full = set(db.scalars(held.having(func.count() >= Seat.out_of)))
    whole = joinedload(Series.workshop), selectinload(Series.sittings)
    for each in db.scalars(query.options(*whole)):
        if not each.is_to_come:
            continue
        description = _(
            "A workshop that prepares for a stay on a farm, on %(day)s, held in %(languages)s and "
            "free of charge. Whoever wishes to come calls the association, which says where or by "
            "which link.",
            day=format_date(each.standing[0].day, "long"),
            languages=labels("language", [*each.spoken, *each.interpreted]),
        )
        if each.id in full:
            description += " " + _(
                "It is full: whoever calls waits for a place that is given back."
            )
        changed = [one.changed_at for one in each.sittings if one.changed_at]
        made_at = max([each.workshop.created_at, *changed])
        yield Offered(
            f"atelier-{each.id}",
            _("Workshop before a stay on a farm"),
            description,
            "atelier",
            made_at,
            where="en-presentiel" if each.standing[0].place else "a-distance",
        )


def _structure(home: Organisation, changed_at: datetime) -> Entry:
    return {
        "source": SOURCE,
        "id": f"{SOURCE}--association-{home.id}",
        "nom": home.name,
        "date_maj": changed_at.astimezone(UTC).date().isoformat(),
        "telephone": home.phone,
        **_place(home),
    }


def _service(home: Organisation, offered: Offered) -> Entry:
    return {
        "source": SOURCE,
        "structure_id": f"{SOURCE}--association-{home.id}",
        "id": f"{SOURCE}--association-{home.id}--{offered.id}",
        "nom": offered.name,
        "description": offered.description,
        "date_maj": offered.made_at.astimezone(UTC).date().isoformat(),
        "type": offered.kind,
        "thematiques": ["choisir-un-metier--decouvrir-un-metier-ou-un-secteur-dactivite"],
        "frais": "gratuit",
        "publics": ["personnes-exilees"],
        "modes_accueil": [offered.where],
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
