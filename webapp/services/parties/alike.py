"""Files that stand already and may be of one person: found by night, told apart by hand."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.ground.database import take_turn
from webapp.ground.errors import RuleBroken
from webapp.models import AlikeFiles, Organisation, Party, Person, User
from webapp.services.parties.duplicates import ABOUT, Known, Likeness, how_alike
from webapp.services.records import audit

MOST: Final = 500
"""So many pairs of an association are proposed at once, the most alike: the others wait until some
of these are decided."""
ON_ONE_NUMBER: Final = len(Likeness)
"""By how much two files are more alike that are reached on one telephone number."""

TWO: Final = 2

Pair = tuple[int, int]
"""Two files by number, the lower one first."""


@dataclass(frozen=True)
class Member:
    """Somebody in a file."""

    party: int
    known: Known


def likely(
    members: Iterable[Member], but: Collection[Pair] = (), most: int = MOST
) -> dict[Pair, Likeness]:
    """Return the pairs of files that may be of one person, each as alike as its people are.

    They are the pairs that `how_alike` finds of all there are, but only who shares a name or a
    sound is compared; and whoever has one name at another age is none where more files have that
    name. Of more than are asked for, the most alike are returned.
    """
    by_name = _blocks(members, lambda known: known.same)
    by_sound = _blocks(members, lambda known: known.sound)
    found: dict[Pair, Likeness] = {}
    for likeness, compared in (
        (Likeness.NAME, _of_an_age(by_name)),
        (Likeness.SOUND, _of_an_age(by_sound)),
        (Likeness.NAME_OF_ANOTHER_AGE, _of_any_age(filter(_is_rare, by_name))),
    ):
        for one, other in compared:
            if one.party == other.party or how_alike(one.known, other.known) is not likeness:
                continue
            pair = _pair(one.party, other.party)
            if pair not in but:
                found.setdefault(pair, likeness)
            if len(found) == most:
                return found
    return found


Block = list[Member]


def _blocks(members: Iterable[Member], key: Callable[[Known], str]) -> list[Block]:
    """Return who shares a key, the oldest first."""
    found: defaultdict[str, Block] = defaultdict(list)
    for member in members:
        found[key(member.known)].append(member)
    found.pop("", None)
    shared = [block for block in found.values() if len(block) > 1]
    return [sorted(block, key=lambda member: member.known.born) for block in shared]


def _of_an_age(blocks: Iterable[Block]) -> Iterator[tuple[Member, Member]]:
    for block in blocks:
        for at, one in enumerate(block):
            for beside in range(at + 1, len(block)):
                other = block[beside]
                if other.known.born - one.known.born > ABOUT:
                    break
                yield one, other


def _of_any_age(blocks: Iterable[Block]) -> Iterator[tuple[Member, Member]]:
    for block in blocks:
        yield from combinations(block, 2)


def _is_rare(block: Block) -> bool:
    """Whether a name tells somebody apart: one that many have says nothing without the age."""
    return len({member.party for member in block}) == TWO


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def compare(session: Session, organisation_id: int) -> int:
    """Compare an association's files with each other; return how many pairs are proposed.

    Whoever was told apart is proposed again only once other names of theirs are alike. A pair that
    was made one stays as it was, in case they are parted again.
    """
    take_turn(session, AlikeFiles.__tablename__, organisation_id)
    members, numbers = _members(session, organisation_id), _numbers(session, organisation_id)
    mine = AlikeFiles.organisation_id == organisation_id
    kept = {
        (each.one_id, each.other_id): each
        for each in session.scalars(select(AlikeFiles).where(mine))
    }
    answered = _still_answered(kept, members)
    found = likely(members, answered)
    for pair, likeness in found.items():
        alike = likeness + (ON_ONE_NUMBER if _share_a_number(numbers, pair) else 0)
        if pair not in kept:
            of_them = {"organisation_id": organisation_id, "likeness": alike}
            session.add(AlikeFiles(one_id=pair[0], other_id=pair[1], **of_them))
        else:
            kept[pair].likeness = alike
    session.flush()
    over = [
        row.id
        for pair, row in kept.items()
        if pair not in found and pair not in answered and numbers.keys() >= set(pair)
    ]
    undecided = AlikeFiles.told_apart_at.is_(None)  # somebody may decide meanwhile
    session.execute(delete(AlikeFiles).where(AlikeFiles.id.in_(over), undecided))
    session.get_one(Organisation, organisation_id).compared_at = now()
    return len(found)


def _members(session: Session, organisation_id: int) -> list[Member]:
    """Return who may be in two files; of whoever is another than their name says, it was asked."""
    query = select(Person.party_id, Person.first_name, Person.last_name, Person.birth_year)
    query = query.join(Party, Party.id == Person.party_id).where(
        *_standing(organisation_id), ~Person.is_another
    )
    return [
        Member(party, Known((first, last), born))
        for party, first, last, born in session.execute(query.order_by(Person.id))
    ]


def _numbers(session: Session, organisation_id: int) -> dict[int, str | None]:
    """Return every file that stands, and the fingerprint of the number it is reached on."""
    query = select(Party.id, Party.phone_fingerprint).where(*_standing(organisation_id))
    return dict(session.execute(query).all())


def _standing(organisation_id: int) -> tuple[ColumnElement[bool], ...]:
    return Party.organisation_id == organisation_id, *_stands()


def _stands() -> tuple[ColumnElement[bool], ...]:
    return Party.merged_into_id.is_(None), Party.anonymous_since.is_(None)


def _share_a_number(numbers: dict[int, str | None], pair: Pair) -> bool:
    one, other = (numbers[each] for each in pair)
    return one is not None and one == other


def _still_answered(kept: dict[Pair, AlikeFiles], members: Sequence[Member]) -> set[Pair]:
    """Return the pairs that were told apart and are to be left; the others are asked about anew."""
    of_file: defaultdict[int, list[Known]] = defaultdict(list)
    for member in members:
        of_file[member.party].append(member.known)
    answered = set()
    for pair, row in kept.items():
        if row.told_apart_at is None:
            continue
        if row.is_answered(_names(of_file[pair[0]], of_file[pair[1]])):
            answered.add(pair)
        else:
            row.propose_again()
    return answered


def _names(ones: Iterable[Known], others: Iterable[Known]) -> set[str]:
    """Return whose names are alike, in two files: each time, the one and the other."""
    return {
        f"{one.same} / {other.same}"
        for one, other in product(ones, others)
        if how_alike(one, other)
    }


def of(organisation_id: int, *, told_apart: bool = False) -> Select[AlikeFiles]:
    """Ask for the pairs of files that both stand: what is proposed, or was told apart."""
    is_told_apart = AlikeFiles.told_apart_at.is_not(None)
    both = (
        # OFFSET 0: of each pair, as there are few; without statistics it is one of each two files.
        exists(select(Party.id).where(Party.id == number, *_stands()).offset(0))
        for number in (AlikeFiles.one_id, AlikeFiles.other_id)
    )
    return select(AlikeFiles).where(
        AlikeFiles.organisation_id == organisation_id,
        is_told_apart if told_apart else ~is_told_apart,
        *both,
    )


def count(session: Session, pairs: Select[AlikeFiles]) -> int:
    """Return how many pairs there are."""
    return session.scalar(select(func.count()).select_from(pairs.subquery())) or 0


def between(session: Session, one: Party, other: Party) -> AlikeFiles | None:
    """Return the proposal that two files are of one person, if it stands."""
    low, high = _pair(one.id, other.id)
    both = and_(AlikeFiles.one_id == low, AlikeFiles.other_id == high)
    return session.scalar(of(one.organisation_id).where(both))


def tell_apart(session: Session, pair: AlikeFiles, by: User) -> None:
    """Keep that two files are of two people.

    Raises
    ------
    RuleBroken
        Somebody decided about them meanwhile.
    """
    _check(pair, told_apart=False)
    one, other = ([_known(each) for each in party.persons if not each.is_another]
                  for party in (pair.one, pair.other))  # fmt: skip
    pair.tell_apart(by, _names(one, other))
    _record(session, "party.told-apart", pair)


def propose_again(session: Session, pair: AlikeFiles) -> None:
    """Take back that two files are of two people.

    Raises
    ------
    RuleBroken
        Somebody decided about them meanwhile.
    """
    _check(pair, told_apart=True)
    pair.propose_again()
    _record(session, "party.told-apart-undone", pair)


def _check(pair: AlikeFiles, *, told_apart: bool) -> None:
    if pair.one.merged_into_id is not None or pair.other.merged_into_id is not None:
        raise RuleBroken("merged-already")
    if (pair.told_apart_at is not None) is not told_apart:
        raise RuleBroken("changed-meanwhile")


def _known(person: Person) -> Known:
    return Known((person.first_name, person.last_name), person.birth_year)


def _record(session: Session, act: str, pair: AlikeFiles) -> None:
    for party in (pair.one, pair.other):
        audit.record(session, act, party)
