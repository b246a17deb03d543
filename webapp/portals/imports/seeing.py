"""Every row of an import is looked at, those that are right are brought in, or it is undone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import Import, ImportState
from webapp.portals.imports.kinds import KINDS, Judged, Row
from webapp.services.imports import undoing
from webapp.services.imports.tables import Table
from webapp.services.records.long_work import Tell

A_BATCH: Final = 250
"""Files that are written at once."""


@dataclass(frozen=True)
class Verdict:
    """What looking at the rows has found.

    Parameters
    ----------
    bad
        The rows with something to correct.
    alike
        For each row that looks like somebody known: the files that it looks like, and the row
        further up.
    """

    bad: frozenset[int]
    alike: dict[int, tuple[list[int], int | None]]

    @classmethod
    def of(cls, about: Import) -> "Verdict":
        """Return what was found for an import."""
        kept = about.verdict or {"bad": [], "alike": {}}
        alike = {int(number): (files, row) for number, (files, row) in kept["alike"].items()}
        return cls(frozenset(kept["bad"]), alike)

    def sort(self, rows: list[Row]) -> str:
        """Return what becomes of rows that belong together: `bad`, `alike` or `ready`."""
        numbers = {row.number for row in rows}
        return "bad" if numbers & self.bad else "alike" if numbers & set(self.alike) else "ready"


def groups_of(about: Import) -> list[list[Row]]:
    """Return the rows of an import, those that belong together beside each other."""
    assert about.rows is not None  # noqa: S101 (they go when it is done)
    return KINDS[about.kind].groups(Table.from_json(about.rows), about.meanings)


def see(session: Session, about: Import, tell: Tell) -> Any:
    """Look at the rows of an import, bring them in, or undo it; see `services.imports.running`."""
    match about.state:
        case ImportState.CHECKING:
            return _look(session, about, tell)
        case ImportState.IMPORTING:
            return _bring_in(session, about, tell)
        case _:
            return undoing.undo(session, about, tell)


def _look(session: Session, about: Import, tell: Tell) -> dict[str, Any]:
    bad: list[int] = []
    alike: dict[str, Any] = {}
    for judged, likenesses in _judged(session, about, tell):
        bad += sorted({mistake.number for mistake in judged.mistakes})
        alike |= likenesses
    return {"bad": bad, "alike": alike}


def _judged(session: Session, about: Import, tell: Tell) -> Iterator[tuple[Judged, dict[str, Any]]]:
    kind = KINDS[about.kind]
    judge, likes = kind.judge(), kind.likes(session, about)
    is_another, done = frozenset(about.chosen), 0
    for rows in groups_of(about):
        judged = judge(rows, is_another)
        found = likes(judged)
        yield judged, {str(each.number): [each.files, each.row] for each in found}
        done += len(rows)
        tell(done)


def _bring_in(session: Session, about: Import, tell: Tell) -> int:
    """Keep what the rows make; what was found of them must still be true, or nothing is kept."""
    verdict, chosen = Verdict.of(about), set(about.chosen)
    batch: list[Any] = []
    made = 0
    for judged, likenesses in _judged(session, about, tell):
        if _is_news(verdict, judged, likenesses):
            raise RuleBroken("import-changed")
        doubtful = set(map(int, likenesses)) - chosen
        if judged.made is None or doubtful:
            continue
        batch.append(judged.made)
        made += 1
        if len(batch) == A_BATCH:
            _keep(session, about, batch)
            batch = []
    _keep(session, about, batch)
    return made


def _is_news(verdict: Verdict, judged: Judged, likenesses: dict[str, Any]) -> bool:
    is_bad = bool(verdict.bad.intersection(judged.numbers))
    return bool(judged.mistakes) != is_bad or not set(map(int, likenesses)) <= set(verdict.alike)


def _keep(session: Session, about: Import, batch: list[Any]) -> None:
    KINDS[about.kind].keep(session, about, batch)
    session.flush()
