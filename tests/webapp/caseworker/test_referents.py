"""Who accompanies whom: one's own files are found, one is handed over, or all at once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person
from tests.page import Page
from webapp.ground.clock import now
from webapp.models import Party, PartyState
from webapp.services.parties import board, referents


def test_a_caseworker_finds_the_files_that_they_accompany(page: Page, db: Session) -> None:
    nora = a_caseworker(db, name="Nora Petit", language="en")
    theirs = a_party(db, nora.organisation, code="P-9001", referent_id=nora.id)
    a_party(db, nora.organisation, code="P-9002")
    page.sign_in(nora).visit(f"/casework/parties?referent={nora.id}")
    assert "Nora Petit (me)" in page.text
    assert theirs.code in page.text
    assert "P-9002" not in page.text


def test_all_files_of_somebody_go_to_a_colleague_at_once(page: Page, db: Session) -> None:
    leaves = a_caseworker(db, name="Nora Petit")
    stays = a_caseworker(db, leaves.organisation, name="Ali Roux", language="en")
    files = [a_party(db, leaves.organisation, referent_id=leaves.id) for _ in range(3)]
    left = a_party(db, leaves.organisation, referent_id=leaves.id, state=PartyState.LEFT)
    elsewhere = a_party(db, referent_id=leaves.id)
    leaves.suspended_at = now()
    db.flush()
    page.sign_in(stays).visit("/casework/").follow("3 files are given to somebody who is here no")
    page.submit({"before": str(leaves.id), "to": str(stays.id)}, to="/casework/parties/hand-over")
    assert "3 files go to Ali Roux." in page.text
    assert {party.referent_id for party in files} == {stays.id}
    assert {left.referent_id, elsewhere.referent_id} == {leaves.id}
    assert "here no more" not in page.visit("/casework/").text


def test_a_pair_accompanies_a_file_and_both_find_it_among_their_own(
    page: Page, db: Session
) -> None:
    one = a_caseworker(db, name="Nora Petit", language="en")
    other = a_caseworker(db, one.organisation, name="Ali Roux", language="en")
    party = a_party(db, one.organisation, code="P-9001", referent_id=one.id)
    form = f"/casework/parties/{party.id}/referent"
    page.sign_in(one).visit(form)
    page.submit({"to": str(one.id), "second": str(one.id)}, to=form)
    assert "a pair is two people" in page.text
    page.submit({"to": str(one.id), "second": str(other.id)}, to=form)
    assert "Nora Petit and Ali Roux" in page.text
    for user in (one, other):
        page.visit(f"/casework/parties?referent={user.id}")
        assert party.code in page.text
        desk = board.Desk(party.organisation_id, referent=str(user.id))
        assert db.scalar(select(Party.id).where(*desk.parties())) == party.id


def pair(party: Party) -> tuple[int | None, int | None]:
    return party.referent_id, party.second_referent_id


def test_in_a_pair_the_other_stays_when_somebody_hands_over(db: Session) -> None:
    leaves = a_caseworker(db)
    home = leaves.organisation_id or 0
    stays, comes = (a_caseworker(db, leaves.organisation) for _ in range(2))
    as_first = a_party(db, leaves.organisation, referent_id=leaves.id)
    as_second = a_party(db, leaves.organisation, referent_id=stays.id)
    as_first.second_referent_id, as_second.second_referent_id = stays.id, leaves.id
    db.flush()
    referents.hand_over(db, home, leaves.id, comes)
    assert pair(as_first) == (comes.id, stays.id)
    assert pair(as_second) == (stays.id, comes.id)
    referents.hand_over(db, home, comes.id, stays)
    assert pair(as_first) == pair(as_second) == (stays.id, None), "Nobody is there twice"


def test_nobody_of_another_association_and_nobody_shut_out_is_given_a_file(
    page: Page, db: Session
) -> None:
    reader = a_caseworker(db, language="en")
    party = a_party(db, reader.organisation, referent_id=reader.id)
    stranger = a_caseworker(db)
    gone = a_caseworker(db, reader.organisation, suspended_at=now())
    page.sign_in(reader).visit(f"/casework/parties/{party.id}/referent")
    for wrong in (stranger, gone):
        page.submit({"to": str(wrong.id)}, to=f"/casework/parties/{party.id}/referent")
        assert party.referent_id == reader.id


def test_files_are_sorted_by_code_name_and_waiting_and_found_by_telephone(
    page: Page, db: Session
) -> None:
    reader = a_caseworker(db, language="en")
    for code, name, phone in (
        ("P-998", "Zahra", "+33639980001"),
        ("P-1001", "Amina", "+33639980002"),
        ("P-999", "Élise", "+33639980003"),
    ):
        a_party(
            db,
            reader.organisation,
            code=code,
            number=phone,
            persons=[a_person(first_name=name, last_name="")],
        )
    page.sign_in(reader)

    def listed(query: str) -> list[str]:
        page.visit(f"/casework/parties?{query}")
        return [row.text.strip() for row in page.soup.select("tbody th")]

    assert listed("sort=code") == ["P-998", "P-999", "P-1001"]
    assert listed("sort=code&direction=descending") == ["P-1001", "P-999", "P-998"]
    assert listed("sort=name") == ["P-1001", "P-999", "P-998"]
    assert listed("sort=name&direction=descending") == ["P-998", "P-999", "P-1001"]
    assert listed("text=06+39+98+00+03") == ["P-999"]
    assert listed("text=elise") == ["P-999"]
