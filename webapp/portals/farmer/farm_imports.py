"""Tables of farms become farms that have applied, with their offers and dates."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.geography import find_commune
from webapp.ground.database import number
from webapp.ground.names import plain
from webapp.models import Farm, Import, Slot
from webapp.portals.farmer.farm_columns import COLUMNS
from webapp.portals.farmer.farm_export import count_farms, rows_of_farms
from webapp.portals.farmer.farm_rows import Made, judging
from webapp.portals.farmer.rooms_offered import usual
from webapp.portals.imports.kinds import KINDS, Judged, Kind, Likeness, Likes, Row
from webapp.portals.imports.making import TABLES, of_kind
from webapp.services.farms.seasons import PEOPLE_AT_ONCE
from webapp.services.records import audit
from webapp.wording import in_a_row, labels, stay_range, telephone


def likes(session: Session, _about: Import) -> Likes:
    """Return what finds rows of a farm that is known, by its name or its telephone."""
    names: dict[str, list[int]] = {}
    numbers: dict[str, list[int]] = {}
    for known in session.execute(select(Farm.id, Farm.name, Farm.phone)):
        names.setdefault(plain(known.name), []).append(known.id)
        if known.phone:
            numbers.setdefault(known.phone, []).append(known.id)

    def find(judged: Judged) -> Iterable[Likeness]:
        row = judged.rows[0]
        phone = judged.made.farm.phone if judged.made is not None else None
        files = {*names.get(plain(row.cells.get("farm", "")), [])}
        files.update(numbers.get(phone, []) if phone else [])
        if files:
            yield Likeness(row.number, sorted(files), None)

    return find


def name_of(row: Row) -> str:
    """Return the farm of a row."""
    return row.cells.get("farm", "")


def facts_of(made: Made) -> Iterator[tuple[str, str]]:
    """Say of a farm what would stand there."""
    farm = made.farm
    home = find_commune(farm.commune or "")
    yield farm.name, home.label if home else ""
    yield str(_("Productions")), str(labels("production", farm.productions))
    yield str(_("Telephone")), telephone(farm.phone) if farm.phone else ""
    beds = [ngettext("%(name)s: %(num)d bed", "%(name)s: %(num)d beds", room.beds, name=room.name)
            for room in farm.rooms]  # fmt: skip
    yield str(_("Rooms")), in_a_row(beds)
    for site in made.sites:
        lies_in = find_commune(site.commune)
        yield site.name, in_a_row(filter(None, (lies_in and lies_in.label, site.address)))
    for each in made.opened:
        days = in_a_row(stay_range(*stay) for stay in each.stays) or str(_("No dates yet"))
        yield each.offer.title, in_a_row((each.site.name, days)) if each.site else days


def codes_of(session: Session, numbers: Collection[int]) -> Mapping[int, str]:
    """Return the names of farms."""
    found = session.execute(select(Farm.id, Farm.name).where(Farm.id.in_(numbers)))
    return {row.id: row.name for row in found}


def keep(session: Session, about: Import, made: Sequence[Made]) -> None:
    """Make farms that have applied: two people vet them before anybody is proposed there."""
    farms = [each.farm for each in made]
    for farm in farms:
        farm.import_id = about.id
    number(session, farms)
    number(session, [room for farm in farms for room in farm.rooms])
    session.add_all(farms)
    session.flush()
    for each in made:
        for site in each.sites:
            site.farm_id = each.farm.id
        session.add_all(each.sites)
        for opened in each.opened:
            offer = opened.offer
            offer.farm, offer.site = each.farm, opened.site
            offer.open_rooms(usual(each.farm.rooms, PEOPLE_AT_ONCE))
            session.add(offer)
            session.flush()
            if opened.stays:
                offer.open()
            session.add_all(
                Slot(offer_id=offer.id, farm_id=each.farm.id, arrival=arrival,
                     departure=departure, opened=offer.opened, beds=offer.beds_open)
                for arrival, departure in opened.stays
            )  # fmt: skip
    session.flush()
    audit.record_each(session, "farm.applied", farms, **{"import": about.id})


def _told(farms: int) -> str:
    return str(ngettext("%(num)d farm is made.", "%(num)d farms are made.", farms))


FARMS: Final = Kind(
    "farms",
    COLUMNS,
    judging,
    likes,
    keep,
    name_of,
    facts_of,
    codes_of,
    rows_of_farms,
    _told,
    together="farm",
    unsaid=frozenset({"postcode", "site_postcode"}),
)
KINDS["farms"] = FARMS
TABLES["farms"] = of_kind(FARMS, count_farms)
