"""What associations offer is published for everyone, in the shape of data·inclusion's schema v1."""

from datetime import date
from typing import Any

from babel import dates
from sqlalchemy.orm import Session

from tests.builders import a_round, a_visit, an_organisation
from tests.page import SITE, Page
from tests.webapp.workshops.builders import a_seat, a_series
from webapp.ground.clock import today
from webapp.models import RoundState, SeatSide, WorkshopKind

NEEDED = {
    "structures": {"source", "id", "nom", "date_maj"},
    "services": {"source", "structure_id", "id", "nom", "description", "date_maj"},
}
"""What schema v1 asks of each."""
KNOWN = {
    "type": {"accompagnement", "atelier"},
    "frais": {"gratuit"},
    "publics": {"personnes-exilees"},
    "modes_accueil": {"en-presentiel", "a-distance"},
    "modes_mobilisation": {"telephoner"},
    "mobilisable_par": {"professionnels", "usagers"},
    "thematiques": {"choisir-un-metier--decouvrir-un-metier-ou-un-secteur-dactivite"},
}
"""Codes of schema v1 (data-inclusion-schema 1.0.10)."""


def published(page: Page) -> dict[str, list[dict[str, Any]]]:
    answer = page.client.get("/api/v1/data-inclusion.json", base_url=SITE)
    assert answer.status_code == 200
    found: dict[str, list[dict[str, Any]]] = answer.get_json()
    return found


def test_a_round_to_come_is_published_with_its_association_and_nobody_is_told_of(
    page: Page, db: Session
) -> None:
    visit = a_visit(db)
    home = visit.party.organisation
    days: dict[str, Any] = {"first_day": date(2027, 4, 5), "last_day": date(2027, 5, 1)}
    solved: dict[str, Any] = {"state": RoundState.SOLVED}
    own, of_all = a_round(db, home, **solved, **days), a_round(db, **solved)
    for untold in (RoundState.DRAFT, RoundState.CANCELLED, RoundState.CLOSED):
        a_round(db, home, state=untold)
    a_round(db, home, first_day=today(), **solved)
    db.commit()
    found = published(page)
    services = [each for each in found["services"] if each["structure_id"].endswith(f"-{home.id}")]
    assert {each["id"].rpartition("-")[2] for each in services} == {str(own.id), str(of_all.id)}
    assert home.name in {each["nom"] for each in found["structures"]}
    for kind, needed in NEEDED.items():
        numbers = [each["id"] for each in found[kind]]
        assert numbers == sorted(set(numbers))
        for each in found[kind]:
            assert needed <= each.keys()
            date.fromisoformat(each["date_maj"])
            assert len(each["nom"]) in range(3, 151)
            for name, codes in KNOWN.items():
                said = each.get(name, [])
                assert {said} <= codes if isinstance(said, str) else set(said) <= codes
    [said] = (each["description"] for each in services if each["id"].endswith(f"-{own.id}"))
    assert "entre le 5 avril 2027 et le 1er mai 2027" in said
    assert not [each for each in ("Nour", "P-", visit.farm.name) if each in str(found)]


def test_a_workshop_to_come_is_published_by_its_day_and_without_its_hall(
    page: Page, db: Session
) -> None:
    home = an_organisation(db)
    series = a_series(db, spoken=["fr"], interpreted=["ar"])
    series.knows_trade = "Jean Besnard"
    a_series(db, days=-3)
    for kind in WorkshopKind:
        if kind is not WorkshopKind.GUESTS:
            a_series(db, kind.value)
    db.commit()
    found = published(page)
    [told] = [each for each in found["services"] if f"association-{home.id}-" in each["id"]]
    assert told["id"].endswith(f"--atelier-{series.id}")
    assert told["type"] == "atelier"
    assert dates.format_date(series.sittings[0].day, "MMMM y", "fr") in told["description"]
    assert told["modes_accueil"] == ["en-presentiel"]
    assert "français et arabe" in told["description"]
    assert not [each for each in ("Salle", "Besnard", "14 h") if each in told["description"]]


def test_a_workshop_without_a_free_seat_is_published_as_full(page: Page, db: Session) -> None:
    an_organisation(db)
    series = a_series(db, seats=2)
    seats = [a_seat(db, series) for _ in range(2)]
    db.commit()
    assert all("complet" in each["description"] for each in published(page)["services"])
    seats[0].cancel(SeatSide.GUEST, None)
    db.commit()
    assert not any("complet" in each["description"] for each in published(page)["services"])


def test_without_a_round_to_come_nothing_is_published(page: Page, db: Session) -> None:
    an_organisation(db)
    db.commit()
    assert published(page) == {"structures": [], "services": []}
