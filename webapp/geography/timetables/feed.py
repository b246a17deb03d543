"""The file that an operator publishes: tables of text, read line by line."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

Row = dict[str, str]


class FeedError(ValueError):
    """A feed that cannot be read, with what is wrong in words and where."""


@dataclass(frozen=True)
class Feed:
    """The tables of a feed, read line by line."""

    archive: zipfile.ZipFile

    def has(self, table: str) -> bool:
        """Whether a table is there."""
        return f"{table}.txt" in self.archive.namelist()

    def rows(self, table: str, *needed: str) -> Iterator[tuple[str, Row]]:
        """Yield each row with the words by which an error names it."""
        name = f"{table}.txt"
        if not self.has(table):
            raise FeedError(f"{name} is missing.")
        with self.archive.open(name) as binary:
            lines = csv.DictReader(io.TextIOWrapper(binary, "utf-8-sig", newline=""))
            missing = set(needed) - {each.strip() for each in lines.fieldnames or ()}
            if missing:
                raise FeedError(f"{name} has no column {', '.join(sorted(missing))}.")
            for row in lines:
                named = {
                    (key or "").strip(): (value or "").strip()
                    for key, value in row.items()
                    if isinstance(value, str | None)
                }
                yield f"{name}, line {lines.line_num}", named
