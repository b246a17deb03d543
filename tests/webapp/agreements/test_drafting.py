"""An agreement is begun with an open contact or an offer, written topic by topic, cancelled."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_party,
    a_person,
    an_offer,
)
from tests.page import Page
from tests.webapp.after.pairs import a_pair
from tests.webapp.agreements.builders import an_agreement
from tests.webapp.farmer.sites import a_site
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, NOBODY, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Agreement,
    AgreementState,
    OfferState,
    Party,
    Prescriber,
    Refusal,
    Side,
    Visit,
)
from webapp.services.after import relationships
from webapp.services.agreements import drafting, signing
from webapp.services.farms import sites, stopping
from webapp.services.parties import merging
from webapp.services.retention import erasing
from webapp.services.retention.export import everything_kept

OPEN: dict[str, Any] = {"frame": "immersion", "state": OfferState.OPEN}


def in_contact(db: Session) -> Visit:
    visit = a_pair(db)
    for side in Side:
        relationships.say_yes(db, visit, side, [])
    return visit


def test_an_immersion_begins_with_an_open_contact_or_with_an_offer_of_immersion(
    db: Session,
) -> None:
    visit = in_contact(db)
    offer = an_offer(db, **OPEN)
    an_offer(db, **{**OPEN, "frame": "discovery"})
    an_offer(db, **{**OPEN, "state": OfferState.DRAFT})
    found = drafting.bases(db, visit.party)
    assert [each.code for each in found] == [f"visit-{visit.id}", f"offer-{offer.id}"]


def test_a_contact_that_ended_or_a_farm_that_is_refused_or_stopped_is_nothing_to_begin_with(
    db: Session,
) -> None:
    visit = in_contact(db)
    relationships.close(db, visit, Side.PARTY)
    refused, stopped = an_offer(db, **OPEN), an_offer(db, **OPEN)
    visit.party.refusals.append(Refusal(farm_id=refused.farm_id, side=Side.PARTY))
    stopping.suspend(db, stopped.farm, a_coordinator(db), "A call from the village.")
    db.flush()
    assert drafting.bases(db, visit.party) == []


def test_a_caseworker_begins_a_draft_and_writes_it_topic_by_topic(page: Page, db: Session) -> None:
    visit = in_contact(db)
    sites.stand(db, visit.slot.offer, a_site(db, visit.farm))
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    page.visit(f"/casework/parties/{visit.party_id}").follow("Begin an immersion")
    assert "(Bayeux)" in page.text, "where the visit was, and not at the house"
    first, last = today() + timedelta(days=20), today() + timedelta(days=80)
    page.submit(
        {
            "person_id": str(visit.party.persons[0].id),
            "base": f"visit-{visit.id}",
            "purpose": "confirm-project",
            "first_day": first.isoformat(),
            "last_day": last.isoformat(),
        },
        button="Begin the draft",
    )
    assert "Longer than 1 month" in page.text
    made = db.scalars(select(Agreement)).one()
    assert (made.visit_id, made.offer_id, made.farm_id) == (visit.id, None, visit.farm_id)
    assert signing.facts(made)["farm"]["address"] == "3 rue des Prés"
    page.visit(f"/casework/agreements/{made.id}/hours")
    assert "No hours are written yet" in page.text
    page.submit({"hours_1": "8h-12h", "hours_2": "sometime"}, button="Save")
    assert "Write the hours such as" in page.text
    page.submit({"hours_2": "14-12"}, button="Save")
    assert "Write the hours one after the other" in page.text
    page.submit({"hours_2": "14-17"}, button="Save")
    assert "7 h 00 a week" in page.text
    assert "Monday 08:00-12:00" in page.text


def test_whoever_chooses_no_purpose_is_asked_for_exactly_one(page: Page, db: Session) -> None:
    visit = in_contact(db)
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    page.visit(f"/casework/parties/{visit.party_id}/agreements/new")
    page.submit(button="Begin the draft")
    assert "Choose exactly one purpose" in page.text
    assert not db.scalars(select(Agreement)).all()


def test_what_is_cancelled_is_read_and_neither_written_nor_cancelled_again(
    page: Page, db: Session
) -> None:
    agreement = an_agreement(db)
    drafting.cancel(db, agreement, "The farm has the builders in.")
    assert agreement.state is AgreementState.CANCELLED
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        drafting.write(db, agreement, {"trade": "Bees"})
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        drafting.cancel(db, agreement, "Once more.")
    page.sign_in(a_caseworker(db, agreement.party.organisation, language="en"))
    page.visit(f"/casework/agreements/{agreement.id}")
    assert "The farm has the builders in." in page.text
    page.visit(f"/casework/agreements/{agreement.id}/work")
    assert "Nothing is written here now" in page.text


def test_an_agreement_is_seen_by_the_association_of_its_person_alone(db: Session) -> None:
    mine, other = an_agreement(db), an_agreement(db)
    home = mine.party.organisation_id
    seen = {
        Scope("organisation", home): {mine.id},
        Scope("farm", mine.farm_id): set(),
        NOBODY: set(),
        EVERYONE: {mine.id, other.id},
    }
    for scope, numbers in seen.items():
        set_scope(db, scope)
        assert set(db.scalars(select(Agreement.id))) == numbers, scope
    set_scope(db, Scope("farm", mine.farm_id))
    assert not db.scalars(select(Prescriber.id)).all()


def test_an_agreement_follows_its_person_when_two_files_become_one_and_comes_back(
    db: Session,
) -> None:
    named = {"first_name": "Fatima", "last_name": "Bennani"}
    kept = a_party(db, persons=[a_person(**named)])
    other = a_party(db, kept.organisation, persons=[a_person(**named)])
    agreement = an_agreement(db, other.persons[0])
    done = merging.merge(db, kept, other, {}, a_caseworker(db, kept.organisation))
    db.refresh(agreement)
    assert (agreement.party_id, agreement.person_id) == (kept.id, kept.persons[0].id)
    merging.undo(db, done)
    db.refresh(agreement)
    assert (agreement.party_id, agreement.person_id) == (other.id, other.persons[0].id)


def test_of_an_erased_file_an_agreement_says_nothing_but_its_frame(db: Session) -> None:
    agreement = an_agreement(db)
    erasing.erase(db, agreement.party)
    db.refresh(agreement)
    assert (agreement.told, agreement.reason) == (None, None)
    assert agreement.first_day


def test_the_people_get_their_agreements_with_all_that_is_kept(db: Session) -> None:
    agreement = an_agreement(db, terms={"emergency_name": "Samira"})
    [row] = everything_kept(db, db.get_one(Party, agreement.party_id))["agreements"]
    assert "Samira" in row["told"]


def test_a_farm_offers_its_own_trade_and_telephone_to_a_draft(db: Session) -> None:
    offer = an_offer(db, a_farm(db, phone="+33231000000"), title="Une saison de maraîchage", **OPEN)
    party = a_party(db)
    [base] = drafting.bases(db, party)
    days = today(), today() + timedelta(days=5)
    by = a_caseworker(db, party.organisation)
    made = drafting.begin(db, party.persons[0], base, an_agreement(db).purpose, days, by)
    assert made.offer_id == offer.id
    assert (made.terms["trade"], made.terms["tutor_phone"]) == (offer.title, offer.farm.phone)
    assert drafting.missing(made) == ["tasks", "equipment", "tutor_name", "prescriber"]
