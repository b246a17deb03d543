"""The published data map names each table that tells of somebody, as the map itself has it."""

from pathlib import Path

from webapp.ground.encryption import Encrypted
from webapp.services.retention.data_map import Entry, Of, by_table

PAGE = Path(__file__).parents[3] / "docs" / "data-map.md"


def line(of: Of, table: str, found: list[Entry]) -> str:
    """A row of the page: what is sealed, and what becomes of the columns."""
    sealed = [each.column.name for each in found if isinstance(each.column.type, Encrypted)]
    ends = sorted({each.end.value for each in found})
    return f"| {of.value} | `{table}` | {len(found)} | {', '.join(sealed)} | {', '.join(ends)} |"


def test_every_table_that_tells_of_somebody_is_published_as_it_is() -> None:
    due = [
        line(of, table.name, list(found))
        for of in (Of.PARTY, Of.FARM, Of.USER)
        for table, found in sorted(by_table(of).items(), key=lambda each: each[0].name)
    ]
    shown = [
        each for each in PAGE.read_text().splitlines() if each.startswith("| ") and "`" in each
    ]
    assert shown == due, "\n".join(["Write into docs/data-map.md:", *due])
