"""A file goes over to another association: proposed, agreed to by its people, then taken on.

Nothing changes hands before the last of the three. What goes is what the people's accompaniment
stands on; what the sending association wrote for itself does not (`docs/decisions/0038`).
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.models import (
    UNDECIDED,
    Agreement,
    AlikeFiles,
    CaseDecision,
    CaseMeeting,
    CaseState,
    Contact,
    Merge,
    Organisation,
    Party,
    PartyState,
    PlannedMatch,
    Transfer,
    TransferState,
    User,
    VisitState,
)
from webapp.models.agreements import OVER
from webapp.services.parties import file_history, merging, referents
from webapp.services.records import audit, for_later, outbox
from webapp.services.visits import places

ASKED: Final = "transfer-asked"
DONE: Final = "transfer-done"
OFFERED: Final = "transfer-offered"
SETTLED: Final = "transfer-settled"
DESK: Final = "/casework/"
"""How the addresses begin that an association alone opens."""


def others(session: Session, organisation_id: int | None) -> list[Organisation]:
    """Return the associations that can take a file on: other ones, where somebody signs in."""
    works = select(User.id).where(
        User.organisation_id == Organisation.id, User.suspended_at.is_(None)
    )
    query = select(Organisation).where(Organisation.id != organisation_id, works.exists())
    with seeing_everyone(session):
        return list(session.scalars(query.order_by(Organisation.name, Organisation.id)))


def undecided(session: Session, party: Party) -> Transfer | None:
    """Return the proposal about a file that nobody has decided yet."""
    mine = Transfer.party_id == party.id, Transfer.state.in_(UNDECIDED)
    return session.scalar(select(Transfer).where(*mine).options(*_whole()))


def last(session: Session, party: Party) -> Transfer | None:
    """Return the newest proposal about a file that its reader may know of."""
    mine = select(Transfer).where(Transfer.party_id == party.id).options(*_whole())
    return session.scalar(mine.order_by(Transfer.id.desc()).limit(1))


def taken_on_by(session: Session, party_id: int, before: int | None) -> Organisation | None:
    """Return the association that has taken a file on from this one, which does not hold it now."""
    given = Transfer.party_id == party_id, Transfer.from_id == before
    over = select(Transfer).where(*given, Transfer.state == TransferState.ACCEPTED)
    sent = session.scalar(over.options(*_whole()).order_by(Transfer.id.desc()).limit(1))
    held = select(Party.id).where(Party.id == party_id, Party.organisation_id == before)
    return sent.receiver if sent is not None and session.scalar(held) is None else None


def concerning(session: Session, *of_it: ColumnElement[bool]) -> Sequence[Transfer]:
    """Return proposals that the reader may know of, the newest first."""
    query = select(Transfer).where(*of_it).options(*_whole())
    return session.scalars(query.order_by(Transfer.id.desc())).all()


def offered_to(organisation: Any) -> Select[Transfer]:
    """Ask for what waits for an association's word."""
    agreed = Transfer.state == TransferState.AGREED
    return select(Transfer).where(Transfer.to_id == organisation, agreed)


def how_many_offered_to(organisation: Any) -> Select[int]:
    """Ask how many files wait for an association's word."""
    return offered_to(organisation).with_only_columns(func.count(Transfer.id))


def _whole() -> tuple[Any, ...]:
    return joinedload(Transfer.sender), joinedload(Transfer.receiver)


def names_of(session: Session, changes: file_history.Changes) -> dict[int, str]:
    """Return the names of the associations between which a file went, by number."""
    numbers = file_history.organisations_named(changes)
    if not numbers:
        return {}
    named = select(Organisation.id, Organisation.name).where(Organisation.id.in_(numbers))
    return dict(session.execute(named).all())


def what_forbids(session: Session, party: Party) -> RuleBroken | None:
    """Return the first thing that is to be settled before a file can change hands."""
    if party.merged_into_id is not None:
        return RuleBroken("merged-already")
    if party.state is PartyState.LEFT:
        return RuleBroken("party-has-left")
    if party.companions_id is not None:
        return RuleBroken("transfer-with-companions")
    if any(visit.state is VisitState.UNDER_WAY for visit in party.visits):
        return RuleBroken("transfer-while-away")
    running = Agreement.party_id == party.id, Agreement.state.not_in(OVER)
    if session.scalar(select(Agreement.id).where(*running).limit(1)) is not None:
        return RuleBroken("transfer-with-an-agreement")
    unsigned = CaseDecision.party_id == party.id, CaseMeeting.state != CaseState.SIGNED
    decided = select(CaseDecision.id).join(CaseDecision.meeting).where(*unsigned).limit(1)
    return RuleBroken("transfer-with-a-case") if session.scalar(decided) is not None else None


def ask(session: Session, party: Party, to: Organisation, by: User) -> Transfer:
    """Propose that another association takes a file on, and ask its people.

    Raises
    ------
    RuleBroken
        Something is to be settled first, or another proposal is not decided yet.
    """
    with seeing_everyone(session):
        _lock(session, party)
        if to.id == party.organisation_id or to not in others(session, party.organisation_id):
            raise RuleBroken("transfer-to-nobody")
        if undecided(session, party) is not None:
            raise RuleBroken("transfer-asked-already")
        if rule := what_forbids(session, party):
            raise rule
        asked = Transfer(
            party_id=party.id,
            from_id=party.organisation_id,
            to_id=to.id,
            code=party.code,
            people=party.people,
            asked_by_id=by.id,
        )
        session.add(asked)
        audit.record(session, "party.transfer-asked", party, to=to.id)
        if party.reads_messages:
            key = f"{ASKED}-{asked.id}"
            outbox.write_to_household(session, party, ASKED, key=key)
    return asked


def say(session: Session, transfer: Transfer, by: User | None, *, yes: bool) -> None:
    """Keep what its people say, behind their link, or told to somebody of their association.

    Until the other association has accepted, a yes can become a no.
    """
    with seeing_everyone(session):
        party = _held(session, transfer)
        if transfer.awaits_receiver and yes:
            return
        was_offered = transfer.awaits_receiver
        transfer.say(by, yes=yes)
        audit.record(session, "party.transfer-said", party, yes=yes, for_them=by is not None)
        if yes:
            _tell(session, transfer, OFFERED, transfer.to_id)
        else:
            _tell(session, transfer, SETTLED, transfer.from_id)
        if was_offered:
            _tell(session, transfer, SETTLED, transfer.to_id)


def cancel(session: Session, transfer: Transfer) -> None:
    """Take a proposal back, before the file is taken on."""
    with seeing_everyone(session):
        party, was_offered = _held(session, transfer), transfer.awaits_receiver
        transfer.cancel()
        audit.record(session, "party.transfer-cancelled", party, to=transfer.to_id)
        if was_offered:
            _tell(session, transfer, SETTLED, transfer.to_id)


def refuse(session: Session, transfer: Transfer) -> None:
    """Record that the other association does not take the file on."""
    with seeing_everyone(session):
        party = _held(session, transfer)
        transfer.answer(yes=False)
        audit.record(session, "party.transfer-refused", party, to=transfer.to_id)
        _tell(session, transfer, SETTLED, transfer.from_id)


def accept(session: Session, transfer: Transfer) -> None:
    """Let the file, with all that follows it, be the other association's from now on.

    Raises
    ------
    RuleBroken
        Its people have not agreed or do not any more, or something is to be settled first.
    """
    with seeing_everyone(session):
        party = _held(session, transfer)
        transfer.answer(yes=True)
        if rule := what_forbids(session, party):
            raise rule
        _hand_over(session, party, transfer.to_id)
        audit.record(
            session, "party.transferred", party, before=transfer.from_id, to=transfer.to_id
        )
        _tell(session, transfer, SETTLED, transfer.from_id)
        if party.reads_messages:
            key = f"{DONE}-{transfer.id}"
            outbox.write_to_household(session, party, DONE, key=key)
        session.expire_all()


def _hand_over(session: Session, party: Party, to: int) -> None:
    """Give a file to another association, its visits and the files that were put into it as well.

    Notes, the log of contacts and forms that were kept for later were written by the others for
    themselves: they end here.
    """
    files = merging.with_merged(session, [party])
    numbers = [each.id for each in files]
    with file_history.recording(session, "transfer", party):
        for each in files:
            each.organisation_id, each.notes, each.import_id = to, None, None
            each.referent_id = each.second_referent_id = None
    session.execute(delete(Contact).where(Contact.party_id.in_(numbers)))
    session.execute(delete(PlannedMatch).where(PlannedMatch.party_id.in_(numbers)))
    for_later.forget_about(session, numbers, under=DESK)
    either = or_(AlikeFiles.one_id.in_(numbers), AlikeFiles.other_id.in_(numbers))
    session.execute(delete(AlikeFiles).where(either))
    of_these = or_(Merge.kept_id.in_(numbers), Merge.merged_id.in_(numbers))
    session.execute(update(Merge).where(of_these).values(organisation_id=to))


def _held(session: Session, transfer: Transfer) -> Party:
    """Return the file of a proposal, both as they are until the transaction ends."""
    party = session.get_one(Party, transfer.party_id)
    _lock(session, party)
    session.refresh(transfer, with_for_update={"of": Transfer})
    return party


def _lock(session: Session, party: Party) -> None:
    slots = {each.slot_id for each in party.visits if each.holds}
    places.lock(session, [party.id], slots)
    session.refresh(party, ["visits", "companions_id", "merged_into_id", "organisation_id"])


def _tell(session: Session, transfer: Transfer, kind: str, organisation_id: int) -> None:
    """Write to who sees to it in an association: of its own file, whoever accompanies that."""
    party = session.get_one(Party, transfer.party_id)
    readers = [user for user in party.referents if user.organisation_id == organisation_id]
    readers = [each for each in readers if each.suspended_at is None]
    for user in readers or referents.colleagues(session, organisation_id):
        key = f"{kind}-{transfer.id}-{transfer.state.value}-{user.id}"
        outbox.write_to_user(session, user, kind, key=key)
