"""What each step of a long walk costs: presses, fields, pages read for the first time, seconds."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from urllib.parse import urlsplit

from tests.browser.person import Newcomer, Person

PRESS, FIELD, READ = 2, 5, 8
"""Seconds that a person takes for each; no person was timed."""
NUMBERS = re.compile(r"\d+|[A-Za-z0-9_.~-]{16,}")
"""What tells two pages of one kind apart in their addresses."""


@dataclass
class Cost:
    """What was asked of all people together."""

    presses: int = 0
    fields: int = 0
    read: int = 0
    machine: float = 0.0

    @property
    def seconds(self) -> float:
        """How long it takes a person who reads each kind of page once."""
        return self.presses * PRESS + self.fields * FIELD + self.read * READ + self.machine


@dataclass
class Ledger:
    """Brings people as `come` does, and counts what they do by step."""

    come: Newcomer
    steps: dict[str, Cost] = field(default_factory=dict)
    _people: list[Person] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def __call__(
        self, journey: str, language: str = "fr", *, width: int = 1280, javascript: bool = True
    ) -> Person:
        """Let somebody begin, who is counted."""
        person = self.come(journey, language, width=width, javascript=javascript)
        person.tab.on("framenavigated", lambda frame: self._see(frame.url))
        self._people.append(person)
        return person

    def _see(self, address: str) -> None:
        self._seen.add(NUMBERS.sub("-", urlsplit(address).path))

    def _until_now(self) -> Cost:
        efforts = [each.effort for each in self._people]
        presses, fields = (sum(getattr(each, name) for each in efforts) for name in NAMES)
        return Cost(presses, fields, len(self._seen), monotonic())

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count what happens inside to a step; one that comes again goes on."""
        before = self._until_now()
        yield
        after, cost = self._until_now(), self.steps.setdefault(name, Cost())
        cost.presses += after.presses - before.presses
        cost.fields += after.fields - before.fields
        cost.read += after.read - before.read
        cost.machine += after.machine - before.machine

    def sum_of(self, *but: str) -> Cost:
        """All steps together, but those that are named."""
        rows = [cost for name, cost in self.steps.items() if name not in but]
        return Cost(*(sum(getattr(each, name) for each in rows) for name in vars(Cost())))

    def told(self, *before: str) -> str:
        """Return it as the table of a document; `before` are steps that a shorter walk has not."""
        sums = [("**together, without those before**", self.sum_of(*before))] if before else []
        rows = [*self.steps.items(), *sums, ("**all together**", self.sum_of())]
        return "\n".join(
            [
                "| step | presses | fields | pages read | machine, s | a person and it, s |",
                "|---|---|---|---|---|---|",
                *(
                    f"| {name} | {each.presses} | {each.fields} | {each.read} |"
                    f" {each.machine:.0f} | {each.seconds:.0f} |"
                    for name, each in rows
                ),
            ]
        )


NAMES = ("clicks", "fields")
