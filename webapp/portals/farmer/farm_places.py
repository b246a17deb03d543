"""Where rows say that a farm lies, and its other sites: each a commune, and an address."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from webapp.geography import Commune
from webapp.ground.names import plain
from webapp.models import Farm, Site
from webapp.portals.farmer.farm_columns import OF_A_SITE
from webapp.portals.farmer.farm_forms import PlaceForm, SiteForm
from webapp.portals.imports.asking import Asking, Forms, Told
from webapp.portals.imports.kinds import Judged, Mistake, Row
from webapp.web.commune_form import CommuneForm
from webapp.wording import in_a_row

NAME: Final = OF_A_SITE[0].name
_FIELDS: Final = {
    "name": NAME, "commune": "site_commune", "commune_code": "site_commune",
    "address": "site_address", "station": "site_station",
}  # fmt: skip


def _disagrees(row: int, said: str) -> str:
    told = _("Row %(row)s of the same site says “%(said)s”: write one of the two",
             row=row, said=said)  # fmt: skip
    return str(told)


_OF_A_SITE = Asking(OF_A_SITE, _FIELDS, frozenset(), _disagrees)


def settle(farm: Farm, told: Told) -> None:
    """Say where the house of a farm is."""
    written = _in_one(told["postcode"], told["commune"])
    form = told.read(PlaceForm, {"commune": written, "address": told["address"]})
    place = _place(told, form, "commune")
    for mistake in form.address.errors[:1] if told["address"] else ():
        told.note("address", str(mistake))
    if place is not None:
        farm.commune = place.code
        farm.latitude, farm.longitude = place.point.latitude, place.point.longitude
        farm.address = told["address"].strip() or None


def _in_one(postcode: str, commune: str) -> str:
    return f"{postcode} {commune}".strip()


def _place(told: Told, form: CommuneForm, column: str) -> Commune | None:
    """Return the commune that a form understood, or note under a column why there is none."""
    for mistake in form.commune.errors[:1]:
        told.note(column, str(mistake))
    if form.answer.choices and form.place is None:
        several = in_a_row(found.commune.label for found in form.answer.choices[:5])
        told.note(column, str(_("Write which one is meant, such as: %(several)s", several=several)))
    return form.place


@dataclass
class Sites:
    """The sites that rows of one farm tell of, by their plain names."""

    told: dict[str, Site]

    def of(self, row: Row) -> Site | None:
        """Return the site that a row names; none: the house."""
        return self.told.get(plain(row.cells.get(NAME, "")))


def sites(rows: list[Row], judged: Judged, known: Forms) -> Sites:
    """Return the sites that rows of one farm tell of; what is wrong is noted."""
    named: dict[str, list[Row]] = {}
    for row in rows:
        if row.cells.get(NAME):
            named.setdefault(plain(row.cells[NAME]), []).append(row)
        else:
            judged.mistakes += _nameless(row)
    told = {name: _site(Told(those, judged, known, _OF_A_SITE)) for name, those in named.items()}
    return Sites({name: site for name, site in told.items() if site is not None})


def _nameless(row: Row) -> Iterator[Mistake]:
    if any(column.name in row.cells for column in OF_A_SITE):
        yield Mistake(row.number, NAME, "", str(_("Enter a name for this site")))


def _site(told: Told) -> Site | None:
    typed = {
        "name": told[NAME],
        "commune": _in_one(told["site_postcode"], told["site_commune"]),
        "address": told["site_address"],
        "station": told["site_station"],
    }
    form = told.read(SiteForm, typed)
    place = _place(told, form, "site_commune")
    wrong = [each for each in (form.name, form.address, form.station) if each.errors]
    for field in wrong:
        told.note(_FIELDS[field.short_name], str(field.errors[0]))
    if wrong or place is None:
        return None
    return Site(
        name=form.name.data.strip(),
        commune=place.code,
        address=form.address.data.strip(),
        latitude=place.point.latitude,
        longitude=place.point.longitude,
        station=form.station.data or None,
    )
