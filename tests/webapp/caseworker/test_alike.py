"""Two files of one person that stand already: proposed, told apart, and never decided by itself."""

import random
from collections import Counter
from itertools import combinations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person, an_organisation
from tests.page import Page
from tests.webapp.caseworker.transfer_builders import a_transfer
from tests.webapp.test_queries import counted
from webapp.ground.clock import now
from webapp.ground.database import EVERYONE, NOBODY, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.jobs.safety import compare_files
from webapp.models import AlikeFiles, Party, User
from webapp.services.parties import alike, merging, transfers
from webapp.services.parties.alike import Member, likely
from webapp.services.parties.duplicates import Known, Likeness, how_alike
from webapp.services.retention.anonymising import anonymise_parties
from webapp.web.extensions import db as request_session

FIRST = ("Mohamed", "Muhammad", "محمد", "Nour", "Noor", "Bo", "")
LAST = ("Karimi", "کریمی", "Kareemi", "Diallo", "Al Hassan", "Alhassan")


@pytest.fixture
def twice(db: Session, caseworker: User) -> tuple[Party, Party]:
    """One man in two files, whose name was written by two offices."""
    one = called(db, caseworker, "P-9001", "Mohamed", "Karimi", number="+33639980001")
    other = called(db, caseworker, "P-9002", "محمد", "کریمی", born=1996, number="+33639980001")
    called(db, caseworker, "P-9003", "Nour", "Diallo")
    return one, other


def called(
    db: Session, by: User, code: str, first: str, last: str, born: int = 1995, number: str = ""
) -> Party:
    person = a_person(first_name=first, last_name=last, birth_year=born, is_another=False)
    return a_party(db, by.organisation, code=code, persons=[person], number=number or None)


def by_night(app: Flask) -> None:
    """Let the job of the night run, as a worker does: in a session that sees everybody's rows."""
    with app.app_context():
        set_scope(request_session, EVERYONE)
        compare_files(timestamp=0)


def compared(db: Session, by: User) -> int:
    return alike.compare(db, by.organisation_id or 0)


def proposed(db: Session, by: User) -> list[tuple[int, int]]:
    pairs = db.scalars(alike.of(by.organisation_id or 0).order_by(AlikeFiles.likeness.desc()))
    return [(each.one_id, each.other_id) for each in pairs]


@pytest.mark.parametrize("seed", range(5))
def test_who_shares_a_name_or_a_sound_is_found_as_by_comparing_each_with_each(seed: int) -> None:
    rng = random.Random(seed)
    everybody = [
        Member(rng.randrange(60), Known((rng.choice(FIRST), rng.choice(LAST)), born))
        for born in rng.choices(range(1990, 1995), k=120)
    ]
    of_files = {(each.known.same, each.party) for each in everybody}
    having = Counter(name for name, _file in of_files)
    wanted: dict[tuple[int, int], Likeness] = {}
    for one, other in combinations(everybody, 2):
        pair = min(one.party, other.party), max(one.party, other.party)
        found = how_alike(one.known, other.known)
        if one.party == other.party or not found:
            continue
        if found is not Likeness.NAME_OF_ANOTHER_AGE or having[one.known.same] == 2:
            wanted[pair] = max(found, wanted.get(pair, found))
    assert likely(everybody, most=10_000) == wanted
    assert set(wanted.values()) == set(Likeness)
    but = set(sorted(wanted)[::3])
    assert likely(everybody, but, most=10_000).keys() == wanted.keys() - but
    few = likely(everybody, most=40)
    assert sorted(few.values()) == sorted(wanted.values())[-40:], "the most alike first"


def test_the_night_proposes_two_files_of_one_person_and_a_press_as_well(
    desk: Page, app: Flask, db: Session, caseworker: User, twice: tuple[Party, Party]
) -> None:
    assert "in two files" not in desk.visit("/casework/parties").text
    assert "not been compared yet" in desk.visit("/casework/parties/alike").text
    by_night(app)
    by_night(app)
    assert proposed(db, caseworker) == [(twice[0].id, twice[1].id)]
    desk.visit("/casework/parties").follow("1 person in two files?")
    told = (
        "P-9001",
        "Mohamed Karimi",
        "محمد کریمی",
        "sounds alike",
        "born 1 year apart",
        "same telephone",
        "Mohamed · Year of birth",
        "1 pair of files",
        "last compared on",
    )
    for words in told:
        assert words in desk.text, words
    assert "P-9003" not in desk.text
    called(db, caseworker, "P-9004", "Nour", "Diallo", born=1980)
    desk.submit({}, button="Compare the files now")
    assert "same name" in desk.text
    assert "born 15 years apart" in desk.text
    assert desk.text.index("P-9002") < desk.text.index("P-9004"), "the most alike first"


def test_two_people_are_proposed_no_more_until_one_has_another_name(
    desk: Page, db: Session, caseworker: User, twice: tuple[Party, Party]
) -> None:
    compared(db, caseworker)
    db.commit()
    desk.visit("/casework/parties/alike?text=P-9002")
    desk.submit({}, button="They are two people")
    assert "P-9001 and P-9002 are two people" in desk.text
    assert compared(db, caseworker) == 0
    desk.submit({}, button="Undo")
    assert "P-9001 and P-9002 are proposed again." in desk.text
    desk.submit({}, button="They are two people")
    desk.visit("/casework/parties/alike?show=told-apart")
    assert "Told apart on" in desk.text
    assert "same telephone" in desk.text
    twice[0].persons[0].birth_year = 1996
    assert compared(db, caseworker) == 0, "the same names, at another age"
    twice[0].persons[0].first_name = "Muhammed"
    assert compared(db, caseworker) == 1, "another spelling is another question"
    twice[0].persons[0].first_name = "Ahmed"
    db.flush()
    assert "names changed since" in desk.visit("/casework/parties/alike").text
    assert compared(db, caseworker) == 0
    assert "Nobody seems to be in two files" in desk.visit("/casework/parties/alike").text


def test_whoever_was_said_to_be_another_is_not_asked_about(
    db: Session, caseworker: User, twice: tuple[Party, Party]
) -> None:
    twice[1].persons[0].is_another = True
    db.flush()
    assert compared(db, caseworker) == 0


def test_a_merge_takes_the_proposal_away_and_parting_brings_it_back(
    desk: Page, db: Session, caseworker: User, twice: tuple[Party, Party]
) -> None:
    one, other = twice
    compared(db, caseworker)
    db.commit()
    desk.visit("/casework/parties/alike").follow("Look at both")
    assert "They are two people" in desk.text
    done = merging.merge(db, one, other, {}, caseworker)
    db.flush()
    assert compared(db, caseworker) == 0
    assert proposed(db, caseworker) == []
    [pair] = db.scalars(select(AlikeFiles))
    with pytest.raises(RuleBroken, match="merged-already"):
        alike.tell_apart(db, pair, caseworker)
    merging.undo(db, done)
    db.flush()
    assert proposed(db, caseworker) == [(one.id, other.id)]
    alike.tell_apart(db, pair, caseworker)
    with pytest.raises(RuleBroken, match="changed-meanwhile"):
        alike.tell_apart(db, pair, caseworker)


def test_associations_are_never_compared_and_a_pair_is_seen_by_its_own_alone(
    page: Page, app: Flask, db: Session, caseworker: User, twice: tuple[Party, Party]
) -> None:
    stranger = a_caseworker(db, an_organisation(db), language="en")
    for code in ("P-9005", "P-9006"):
        called(db, stranger, code, "Mohamed", "Karimi")
    by_night(app)
    for by, code in ((caseworker, "P-9001"), (stranger, "P-9005")):
        assert len(proposed(db, by)) == 1
        assert code in page.sign_in(by).visit("/casework/parties/alike").text
    home = caseworker.organisation_id
    for scope, seen in ((Scope("organisation", home), 1), (Scope("farm", 1), 0), (NOBODY, 0)):
        set_scope(db, scope)
        assert db.scalar(select(func.count()).select_from(AlikeFiles)) == seen
    set_scope(db, EVERYONE)


def test_a_pair_ends_with_either_file(
    db: Session, caseworker: User, twice: tuple[Party, Party]
) -> None:
    compared(db, caseworker)
    alike.tell_apart(db, db.scalars(select(AlikeFiles)).one(), caseworker)
    for file in twice:
        with db.begin_nested() as kept:
            anonymise_parties(db, [file])
            assert db.scalar(select(func.count()).select_from(AlikeFiles)) == 0
            kept.rollback()
        assert db.scalar(select(func.count()).select_from(AlikeFiles)) == 1


def test_a_file_that_goes_to_another_association_leaves_its_pairs_behind(
    db: Session, caseworker: User, twice: tuple[Party, Party]
) -> None:
    compared(db, caseworker)
    there = an_organisation(db)
    a_caseworker(db, there)
    agreed = {"said_at": now(), "offered_at": now()}
    transfers.accept(db, a_transfer(db, twice[1], there, **agreed))
    assert db.scalar(select(func.count()).select_from(AlikeFiles)) == 0


def test_the_list_asks_few_questions_for_however_many_pairs(
    desk: Page, db: Session, caseworker: User, twice: tuple[Party, Party]
) -> None:
    for code in ("P-9011", "P-9012", "P-9013", "P-9014"):
        called(db, caseworker, code, "Muhammad", "Karimi")
    assert compared(db, caseworker) == 15
    for pair in db.scalars(alike.of(caseworker.organisation_id or 0).limit(7)).all():
        alike.tell_apart(db, pair, caseworker)
    db.commit()
    for show in ("", "?show=told-apart"):
        db.expunge_all()
        with counted() as statements:
            desk.visit(f"/casework/parties/alike{show}")
        asked = [each for each in statements if "SAVEPOINT" not in each]
        assert len(asked) <= 14, "\n".join(asked)
