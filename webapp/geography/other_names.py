"""What people call a commune beside its name of today."""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

FORMER_NAMES_FILE = Path(__file__).parent / "former_names.csv.gz"
PLACES_FILE = Path(__file__).parent / "places.csv"


class NameKind(StrEnum):
    """What a name that is not the commune's own stands for."""

    RENAMED = "r"
    """The commune was called so."""
    MERGED = "m"
    """A commune that merged into it was called so."""
    PLACE = "p"
    """A place in it, never a commune, that people write in their address."""


@dataclass(frozen=True, slots=True)
class OtherName:
    """Another name for a commune, by its INSEE code."""

    commune: str
    name: str
    kind: NameKind


def other_names() -> tuple[OtherName, ...]:
    """Read the former names and the places; a place may lie in several communes."""
    return (*_former_names(), *_places())


def _former_names() -> Iterator[OtherName]:
    with gzip.open(FORMER_NAMES_FILE, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield OtherName(row["commune"], row["name"], NameKind(row["kind"]))


def _places() -> Iterator[OtherName]:
    with PLACES_FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for code in row["communes"].split():
                yield OtherName(code, row["name"], NameKind.PLACE)
