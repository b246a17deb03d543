"""A file goes to another association: proposed, agreed to by its people, then taken on."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import (
    a_caseworker,
    a_party,
    a_programme,
    a_round,
    a_slot,
    a_visit,
    an_organisation,
)
from tests.page import Page
from tests.webapp.agreements.builders import an_agreement
from tests.webapp.caseworker.transfer_builders import a_transfer
from tests.webapp.paths.case_builders import a_case_meeting, a_decision
from tests.webapp.services.solving import solved
from webapp.ground.clock import now, today
from webapp.ground.database import Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Companions,
    Contact,
    Message,
    Organisation,
    Party,
    PartyState,
    PlannedMatch,
    Transfer,
    TransferState,
    User,
    Visit,
    VisitState,
)
from webapp.services.parties import transfers
from webapp.services.records.tokens import household_token
from webapp.services.rounds import publication


@pytest.fixture
def nora(db: Session) -> User:
    a_programme(db)
    return a_caseworker(db, an_organisation(db, name="Accueil du Bessin"), language="en")


@pytest.fixture
def ali(db: Session) -> User:
    return a_caseworker(db, an_organisation(db, name="Le Pont"), language="en")


def home_of(user: User) -> Organisation:
    """Return the association of a caseworker."""
    assert user.organisation is not None
    return user.organisation


def a_file(db: Session, nora: User, **given: Any) -> Party:
    party = a_party(db, home_of(nora), referent_id=nora.id, notes="Prefers calls.", **given)
    db.add(Contact(party_id=party.id, kind="call", on=today(), words="Said so.", by_id=nora.id))
    db.flush()
    return party


def agreed(db: Session, party: Party, to: User) -> Transfer:
    return a_transfer(db, party, home_of(to), said_at=now(), offered_at=now())


def messages(db: Session, kind: str) -> list[Message]:
    return list(db.scalars(select(Message).where(Message.kind == kind)))


def test_a_file_goes_with_its_visits_once_all_three_said_yes(
    page: Page, db: Session, nora: User, ali: User
) -> None:
    party = a_file(db, nora)
    over = a_visit(
        db, party, a_slot(db, arrival=today() - timedelta(days=90)), state=VisitState.COMPLETED
    )
    to_come = a_visit(db, party, a_slot(db), state=VisitState.CONFIRMED)
    form = f"/casework/parties/{party.id}/transfer"
    page.sign_in(nora).visit(form)
    assert "The notes and the log of contacts do not" in page.text
    page.submit({"to": str(ali.organisation_id)}, to=form)
    assert [each.party_id for each in messages(db, "transfer-asked")] == [party.id]
    assert not messages(db, "transfer-offered"), "Before their yes the other knows nothing"

    page.visit(f"/v/transfer/{household_token(party)}?lang=en")
    assert "Accueil du Bessin" in page.text
    assert "Le Pont" in page.text
    page.submit({}, button="Yes, I agree")
    assert "You said yes" in page.text
    assert party.organisation_id == nora.organisation_id, "Nothing changes hands before the last"
    assert [each.user_id for each in messages(db, "transfer-offered")] == [ali.id]

    page.sign_in(ali).visit("/casework/transfers")
    assert party.code in page.text
    assert "Nour" not in page.text, "Names are read once the file is taken on"
    page.submit({}, button="Take it on")
    db.expire_all()
    assert party.organisation_id == ali.organisation_id
    assert {over.organisation_id, to_come.organisation_id} == {ali.organisation_id}
    assert party.referents == []
    assert [each.user_id for each in messages(db, "transfer-settled")] == [nora.id]
    assert [each.party_id for each in messages(db, "transfer-done")] == [party.id]
    page.visit(f"/casework/parties/{party.id}")
    assert "Accueil du Bessin" in page.text
    assert "Le Pont" in page.text, "The history says from where it came"
    assert nora.name in page.text, "and who wrote in it before"


def test_notes_and_the_log_of_contacts_end_as_a_file_goes(
    db: Session, nora: User, ali: User
) -> None:
    party = a_file(db, nora)
    transfers.accept(db, agreed(db, party, ali))
    assert party.notes is None
    assert db.scalars(select(Contact).where(Contact.party_id == party.id)).all() == []


def test_the_first_association_reads_where_a_file_went_and_nothing_of_it(
    page: Page, db: Session, nora: User, ali: User
) -> None:
    party = a_file(db, nora)
    visit = a_visit(db, party, a_slot(db))
    transfers.accept(db, agreed(db, party, ali))
    page.sign_in(nora).visit(f"/casework/parties/{party.id}", status=404)
    page.visit(f"/casework/visits/{visit.id}", status=404)
    page.visit("/casework/transfers")
    assert party.code in page.text
    assert "To Le Pont" in page.text
    set_scope(db, Scope("organisation", nora.organisation_id))
    db.expire_all()
    seen = [db.scalars(select(kind.id)).all() for kind in (Party, Visit)]
    assert seen == [[], []]


def test_whoever_says_no_keeps_their_association_and_nobody_asks_why(
    page: Page, db: Session, nora: User, ali: User
) -> None:
    party = a_file(db, nora)
    proposed = agreed(db, party, ali)
    page.visit(f"/v/transfer/{household_token(party)}?lang=en")
    page.submit({}, button="No, I stay")
    assert "You said no, and that is fine." in page.text
    db.expire_all()
    assert proposed.state is TransferState.DECLINED
    told = {each.user_id for each in messages(db, "transfer-settled")}
    assert told == {nora.id, ali.id}, "The other had been told that it was offered"
    with pytest.raises(RuleBroken):
        transfers.accept(db, proposed)


def test_a_word_said_on_the_telephone_is_noted_with_who_wrote_it_down(
    page: Page, db: Session, nora: User, ali: User
) -> None:
    party = a_file(db, nora, channel="phone-call")
    proposed = transfers.ask(db, party, home_of(ali), nora)
    assert messages(db, "transfer-asked") == [], "Whoever reads no messages is called"
    page.sign_in(nora).visit(f"/casework/parties/{party.id}/transfer")
    page.submit({}, button="They say yes")
    db.expire_all()
    assert (proposed.state, proposed.noted_by_id) == (TransferState.AGREED, nora.id)


def test_a_proposal_is_taken_back_until_it_is_accepted_and_not_after(
    db: Session, nora: User, ali: User
) -> None:
    party = a_file(db, nora)
    first = agreed(db, party, ali)
    transfers.cancel(db, first)
    assert first.state is TransferState.CANCELLED
    second = agreed(db, party, ali)
    transfers.accept(db, second)
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        transfers.cancel(db, second)


def test_without_their_yes_nobody_takes_a_file_on(db: Session, nora: User, ali: User) -> None:
    party = a_file(db, nora)
    proposed = a_transfer(db, party, home_of(ali))
    with pytest.raises(RuleBroken):
        transfers.accept(db, proposed)
    assert party.organisation_id == nora.organisation_id


def test_before_their_yes_the_other_association_sees_no_proposal(
    db: Session, nora: User, ali: User
) -> None:
    proposed = a_transfer(db, a_file(db, nora), home_of(ali))
    whose = Scope("organisation", ali.organisation_id)
    set_scope(db, whose)
    assert db.scalars(select(Transfer.id)).all() == []
    set_scope(db, Scope("organisation", nora.organisation_id))
    transfers.say(db, proposed, nora, yes=True)
    set_scope(db, whose)
    assert db.scalars(select(Transfer.id)).all() == [proposed.id]


def test_what_they_said_meanwhile_is_told_before_a_no_is_noted_or_the_proposal_taken_back(
    db: Session, page: Page, nora: User, ali: User
) -> None:
    party = a_file(db, nora)
    proposed = a_transfer(db, party, home_of(ali))
    for button in ("They say no", "Take the proposal back"):
        page.sign_in(nora).visit(f"/casework/parties/{party.id}/transfer")
        transfers.say(db, proposed, None, yes=True)
        db.commit()
        page.submit(button=button)
        assert "Nothing is done yet. After you had opened this page, at" in page.text
        db.expire_all()
        assert proposed.state is TransferState.AGREED
        proposed.state = TransferState.ASKED
        db.commit()


def test_a_file_is_proposed_to_one_association_at_a_time(
    db: Session, nora: User, ali: User
) -> None:
    party = a_file(db, nora)
    a_transfer(db, party, home_of(ali))
    with pytest.raises(RuleBroken, match="transfer-asked-already"):
        transfers.ask(db, party, home_of(a_caseworker(db)), nora)


def test_an_association_without_anybody_is_offered_no_file(db: Session, nora: User) -> None:
    party = a_file(db, nora)
    with pytest.raises(RuleBroken, match="transfer-to-nobody"):
        transfers.ask(db, party, an_organisation(db), nora)
    with pytest.raises(RuleBroken, match="transfer-to-nobody"):
        transfers.ask(db, party, home_of(nora), nora)


def bound(db: Session, party: Party) -> None:
    party.companions = Companions(organisation_id=party.organisation_id)
    a_party(db, party.organisation, companions=party.companions)


def away(db: Session, party: Party) -> None:
    a_visit(db, party, a_slot(db, arrival=today()), state=VisitState.UNDER_WAY)


def on_an_immersion(db: Session, party: Party) -> None:
    an_agreement(db, party.persons[0])


def decided_about(db: Session, party: Party) -> None:
    meeting = a_case_meeting(db, party.organisation_id)
    a_decision(db, party.persons[0]).meeting = meeting


def gone(_db: Session, party: Party) -> None:
    party.state = PartyState.LEFT


@pytest.mark.parametrize(
    ("so", "rule"),
    [
        (bound, "transfer-with-companions"),
        (away, "transfer-while-away"),
        (on_an_immersion, "transfer-with-an-agreement"),
        (decided_about, "transfer-with-a-case"),
        (gone, "party-has-left"),
    ],
)
def test_what_would_be_torn_is_settled_first_when_it_is_proposed_and_when_it_is_taken_on(
    db: Session, nora: User, ali: User, so: Any, rule: str
) -> None:
    party, other = a_file(db, nora), a_file(db, nora)
    proposed = agreed(db, party, ali)
    for each in (party, other):
        so(db, each)
    db.flush()
    with pytest.raises(RuleBroken, match=rule):
        transfers.ask(db, other, home_of(ali), nora)
    with pytest.raises(RuleBroken, match=rule):
        transfers.accept(db, proposed)


def test_a_round_that_had_placed_them_is_still_read_and_leaves_them_out(
    db: Session, sessions: sessionmaker[Session], nora: User, ali: User
) -> None:
    party, stays = a_file(db, nora), a_file(db, nora)
    slot = a_slot(db)
    a_slot(db)
    of_round = a_round(db, home_of(nora))
    assert len(solved(db, sessions, of_round).pairs) == len((party, stays))
    db.add(PlannedMatch(round_id=of_round.id, party=party, slot=slot, due_on=today()))
    transfers.accept(db, agreed(db, party, ali))
    set_scope(db, Scope("organisation", nora.organisation_id))
    db.expire_all()
    examined = publication.examine(db, of_round)
    assert [each.party.id for each in examined.holding] == [stays.id]
    assert db.scalars(select(PlannedMatch.id)).all() == []
