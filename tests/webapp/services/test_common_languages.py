"""A common language is found whatever the two sides call it; the engine compares codes only."""

import pytest
from sqlalchemy.orm import Session

from matching.eligibility import shared_languages
from tests.builders import a_farm, a_party, a_person, a_slot, an_offer
from webapp.services.engine.views import as_party, as_slot


def in_common(db: Session, guests: list[str], hosts: list[str]) -> set[str]:
    party = a_party(db, persons=[a_person(languages=guests)])
    slot = a_slot(db, an_offer(db, a_farm(db, languages=hosts)))
    return set(shared_languages(as_party(party, slot.arrival), as_slot(slot)))


@pytest.mark.parametrize(
    ("guests", "hosts", "shared"),
    [
        (["prs"], ["fr", "fa"], {"prs"}),
        (["fa"], ["prs"], {"fa"}),
        (["dyu", "fr"], ["bm"], {"dyu"}),
        (["kmr"], ["ckb"], set()),
        (["Zaghawa"], ["zaghawa"], {"Zaghawa"}),
        (["ar"], ["fr"], set()),
    ],
)
def test_what_two_sides_speak_together(
    db: Session, guests: list[str], hosts: list[str], shared: set[str]
) -> None:
    assert in_common(db, guests, hosts) == shared
