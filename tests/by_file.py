"""How a run of many files is shared out: a file stays whole, and what takes longest comes first.

What a module builds once (a demonstration, a world, a standby) is then built once a run, instead of
once in each process that takes a test of it.
"""

import pytest
from xdist.scheduler.loadgroup import LoadGroupScheduling

MANY = 60
"""So many files: fewer are shared out test by test, so that all processes have something to do."""


class ByFile(LoadGroupScheduling):
    """Hands each process a file, or a group that its tests name, at a time."""

    def schedule(self) -> None:
        """Share out what was collected, in the order in which it was."""
        collected = next(iter(self.registered_collections.values()))
        self._is_of_many = len({each.partition("::")[0] for each in collected}) >= MANY
        self.config.option.loadscopereorder = not self._is_of_many
        super().schedule()

    def _split_scope(self, nodeid: str) -> str:
        scope = str(super()._split_scope(nodeid))
        return scope.partition("::")[0] if self._is_of_many else scope


def longest_first(items: list[pytest.Item]) -> None:
    """Put files of groups first, which run in line, then walks; files stay together."""
    turn: dict[object, int] = {}
    for item in items:
        marks = {mark.name for mark in item.iter_markers()}
        mine = 0 if "xdist_group" in marks else 1 if marks & {"early", "long"} else 2
        turn[item.path] = min(mine, turn.get(item.path, mine))
    items.sort(key=lambda item: turn[item.path])
