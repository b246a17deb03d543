"""The form of the State: which fields it has, in its order, and where that is written.

The fields are data (`state_form.csv`), each with the part of the form in which it stands. What
Sillon does not keep of people has its row as well: it is typed on the form, and nowhere here.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_name("state_form.csv")
SOURCE: Final = (
    "Immersion Facilitée, formulaire de convention (code public gip-inclusion/immersion-facile, "
    "cd67635, 7 août 2026), qui vaut équivalence du CERFA 13912*05 ; lu le 29 novembre 2026"
)
NOT_KEPT: Final = frozenset({
    "person-birthdate", "person-email", "person-address", "representative-email",
    "current-employer", "farm-siret", "farm-email", "tutor-email", "prevention", "conditions",
    "advantages",
})  # fmt: skip
"""The fields of which an agreement knows nothing: whoever copies it types them on the form."""


@dataclass(frozen=True)
class Field:
    """A field of the form, in the words of its page."""

    name: str
    part: str
    label: str


@cache
def fields() -> tuple[Field, ...]:
    """Return the fields in the order of the form."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(Field(**row) for row in csv.DictReader(lines))
