"""When a message is true, and when it may ring: one table over every kind.

A message waits before it leaves: for its turn, for the day, for a provider that is down. What it
speaks of goes on meanwhile, so both are asked when it leaves, and not when it is written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from sqlalchemy.orm import Session, object_session

from webapp.channels import (
    agreement_truth,
    farm_truth,
    file_truth,
    help_truth,
    hour_truth,
    incident_truth,
    interest_truth,
    local_truth,
    seat_truth,
    transfer_truth,
    village_truth,
)
from webapp.ground.clock import now, today
from webapp.models import (
    HOLDING,
    SHUT_OUT,
    Answer,
    FarmState,
    Message,
    Side,
    Visit,
    VisitState,
)
from webapp.services.after import (
    asking,
    asking_missed,
    feedback,
    follow_ups,
    relationships,
    written,
)
from webapp.services.agreements import signing, standing
from webapp.services.parties import digest, interest, requesting
from webapp.services.retention import due
from webapp.services.village import gatherings
from webapp.services.visits import (
    consent,
    corrections,
    farm_notes,
    incidents,
    missed,
    proposing,
    threads,
    waiting,
)
from webapp.services.workshops import asking_missed as asking_seats
from webapp.services.workshops import proving, reminding


class Hours(Enum):
    """When a message may leave."""

    ANY = auto()
    """Somebody waits for it, or must know at once."""
    DAY = auto()
    DAY_BUT_ON_THE_EVE = auto()


def _always(_message: Message) -> bool:
    return True


@dataclass(frozen=True)
class Truth:
    """When a kind of message is true.

    Parameters
    ----------
    states
        Of its visit; empty for what is written to an account.
    holds
        What has to be so beside.
    """

    states: frozenset[VisitState] = frozenset()
    holds: Callable[[Message], bool] = _always
    hours: Hours = Hours.DAY
    for_days: int = 0
    """So long after the last day of its visit it is still of use."""


def is_true(message: Message) -> bool:
    """Whether what a message says is so now, and of use to its reader."""
    truth = TRUTHS[message.kind]
    visit = message.visit
    if visit is None:
        return truth.holds(message)
    over = today() > visit.departure + timedelta(days=truth.for_days)
    return not over and visit.state in truth.states and truth.holds(message)


def may_ring_at_night(message: Message) -> bool:
    """Whether a message may leave at any hour."""
    hours, visit = TRUTHS[message.kind].hours, message.visit
    if hours is not Hours.DAY_BUT_ON_THE_EVE:
        return hours is Hours.ANY
    near = visit is not None and proposing.is_near(visit)
    return near or seat_truth.is_on_the_eve(message)


def _about(message: Message) -> Visit:
    assert message.visit is not None  # noqa: S101 (these kinds are written about a visit)
    return message.visit


def _awaits_an_answer(message: Message) -> bool:
    visit = _about(message)
    awaited = visit.answer_of(message.side or Side.PARTY) is Answer.AWAITED
    return awaited and today() <= visit.answer_by and not waiting.waits(visit)


def _is_still_to_come(message: Message) -> bool:
    """Whether nobody has arrived yet; a farm that is shut out reads nothing more of its guests."""
    visit = _about(message)
    return visit.arrived_at is None and today() <= visit.arrival and _opens(message)


def _is_the_first_day(message: Message) -> bool:
    """Whether it is the day on which they were to arrive, and nobody has said that they did."""
    visit = _about(message)
    return visit.arrived_at is None and today() == visit.arrival


def _evening_is_asked(message: Message) -> bool:
    """Whether it is the evening of the first day, and this side has not said that all is well."""
    visit = _about(message)
    silent = visit.well_at(message.side or Side.PARTY) is None
    return silent and today() == visit.arrival and _opens(message)


def _opens(message: Message) -> bool:
    """Whether the link in it opens something."""
    return message.side is Side.PARTY or _about(message).is_open_to_farm


def _has_changed(message: Message) -> bool:
    """Whether a yes still stands on facts that are others now, and may be said anew."""
    session, visit, side = object_session(message), _about(message), message.side or Side.PARTY
    changed = session is not None and consent.changed_since_yes(session, visit, side)
    asked = bool(changed) and not waiting.waits(visit)
    return asked and visit.arrived_at is None and _opens(message)


def _is_as_agreed(message: Message) -> bool:
    """Whether a yes stands on facts that are as they were."""
    visit, side = _about(message), message.side or Side.PARTY
    stands = visit.answer_of(side) is Answer.YES and visit.arrived_at is None
    return stands and _opens(message) and not _has_changed(message)


def _is_still_so(holds: Callable[[Session, Visit, Side], bool]) -> Callable[[Message], bool]:
    """Return what looks whether something of a visit that is over holds for its reader."""

    def is_so(message: Message) -> bool:
        session, side = object_session(message), message.side or Side.PARTY
        if session is None or incidents.stands_between(session, _about(message)):
            return False
        return holds(session, _about(message), side) and _opens(message)

    return is_so


def _other_side_declined(message: Message) -> bool:
    return _about(message).ended_by is not message.side


def _code_is_good(message: Message) -> bool:
    code = message.phone_code
    good = code is not None and code.used_at is None and code.expires_at > now()
    return good and _about(message).both_said_yes and _opens(message)


def _link_is_good(message: Message) -> bool:
    link, user = message.email_link, message.user
    let_in = user is not None and user.suspended_at is None
    return let_in and (link is None or (link.used_at is None and link.expires_at > now()))


def _is_at_a_stopped_farm(message: Message) -> bool:
    visit = _about(message)
    return visit.state is VisitState.UNDER_WAY and visit.farm.state in SHUT_OUT


def _something_cannot_wait(message: Message) -> bool:
    session, user = object_session(message), message.user
    home = user.organisation_id if user and user.digest else None
    return session is not None and home is not None and bool(digest.urgent(session, home))


PROPOSED, CONFIRMED = VisitState.PROPOSED, VisitState.CONFIRMED
ANY_STATE, EXPECTED = frozenset(VisitState), frozenset({CONFIRMED, VisitState.UNDER_WAY})
MET, LATER = frozenset(feedback.TOOK_PLACE), due.LONGEST.days
HOWEVER_LONG = 36_525
"""Days after the last visit: a file may be kept for years."""

TRUTHS: dict[str, Truth] = {
    "visit-proposed": Truth(frozenset({PROPOSED}), _awaits_an_answer),
    "visit-reminder": Truth(frozenset({PROPOSED}), _awaits_an_answer),
    "visit-confirmed": Truth(EXPECTED, _is_still_to_come, Hours.DAY_BUT_ON_THE_EVE),
    "visit-soon": Truth(EXPECTED, _is_still_to_come),
    "visit-arrival": Truth(EXPECTED, _is_the_first_day),
    "visit-evening": Truth(frozenset({VisitState.UNDER_WAY}), _evening_is_asked),
    "visit-declined": Truth(
        frozenset({VisitState.DECLINED}), _other_side_declined, Hours.DAY_BUT_ON_THE_EVE
    ),
    "visit-expired": Truth(frozenset({VisitState.EXPIRED})),
    "visit-cancelled": Truth(frozenset({VisitState.CANCELLED}), hours=Hours.DAY_BUT_ON_THE_EVE),
    "visit-restored": Truth(frozenset(HOLDING), _opens, Hours.DAY_BUT_ON_THE_EVE),
    "visit-changed": Truth(frozenset(HOLDING), _has_changed, Hours.DAY_BUT_ON_THE_EVE),
    "visit-as-before": Truth(frozenset(HOLDING), _is_as_agreed, Hours.DAY_BUT_ON_THE_EVE),
    "visit-hour-asked": Truth(EXPECTED, hour_truth.awaits_an_hour, Hours.DAY_BUT_ON_THE_EVE),
    "visit-hour-agreed": Truth(EXPECTED, hour_truth.hour_is_agreed, Hours.DAY_BUT_ON_THE_EVE),
    asking.KIND: Truth(
        frozenset({VisitState.COMPLETED}),
        _is_still_so(written.awaits_feedback),
        for_days=feedback.OPEN_FOR.days,
    ),
    asking_missed.KIND: Truth(
        frozenset({VisitState.NO_SHOW}),
        _is_still_so(asking_missed.awaits),
        for_days=feedback.OPEN_FOR.days + missed.OPEN_FOR.days,
    ),
    follow_ups.KIND: Truth(MET, _is_still_so(written.awaits_follow_up), for_days=LATER),
    relationships.ASKED: Truth(MET, _is_still_so(written.awaits_relationship), for_days=LATER),
    relationships.OPENED: Truth(MET, _is_still_so(written.is_related), for_days=LATER),
    threads.NEWS: Truth(EXPECTED, _is_still_so(threads.has_news), Hours.DAY_BUT_ON_THE_EVE),
    "visit-link": Truth(frozenset(HOLDING), _opens, Hours.ANY),
    "visit-code": Truth(EXPECTED.union(MET), _code_is_good, Hours.ANY, LATER),
    "help-asked": Truth(holds=help_truth.help_is_asked_for, hours=Hours.ANY),
    "help-unanswered": Truth(ANY_STATE, help_truth.help_is_asked_for, Hours.ANY),
    "help-withdrawn": Truth(ANY_STATE, help_truth.help_was_taken_back, Hours.ANY),
    "silence-asked": Truth(holds=help_truth.a_word_is_missing, hours=Hours.ANY),
    "silence-unanswered": Truth(ANY_STATE, help_truth.a_word_is_missing, Hours.ANY),
    "farm-stopped": Truth(ANY_STATE, _is_at_a_stopped_farm, Hours.ANY),
    "guests-to-call": Truth(holds=help_truth.guests_are_to_be_called, hours=Hours.ANY),
    "guests-to-call-now": Truth(ANY_STATE, help_truth.guests_are_to_be_called, Hours.ANY),
    "local-visit-given": Truth(EXPECTED, local_truth.is_theirs, Hours.DAY_BUT_ON_THE_EVE),
    "local-visit-changed": Truth(EXPECTED, local_truth.is_theirs, Hours.DAY_BUT_ON_THE_EVE),
    "local-visit-taken": Truth(ANY_STATE, local_truth.is_theirs_no_more, Hours.DAY_BUT_ON_THE_EVE),
    "local-visit-open": Truth(frozenset(HOLDING), local_truth.has_nobody, Hours.DAY_BUT_ON_THE_EVE),
    "sign-in-link": Truth(holds=_link_is_good, hours=Hours.ANY),
    "host-sign-up": Truth(holds=_link_is_good, hours=Hours.ANY),
    "reset-password": Truth(holds=_link_is_good, hours=Hours.ANY),
    "invitation": Truth(holds=_link_is_good, hours=Hours.ANY),
    "charter-code": Truth(holds=_link_is_good, hours=Hours.ANY),
    "proof-code": Truth(holds=_link_is_good, hours=Hours.ANY),
    "mailbox-code": Truth(holds=_link_is_good, hours=Hours.ANY),
    **dict.fromkeys(("mailbox-changed", "no-password"), Truth(hours=Hours.ANY)),
    digest.KIND: Truth(holds=_something_cannot_wait, hours=Hours.ANY),
    **dict.fromkeys(("password-changed", "provider-changed"), Truth(hours=Hours.ANY)),
    "incident-opened": Truth(holds=incident_truth.an_incident_is_open),
    "incident-serious": Truth(holds=incident_truth.a_serious_incident_is_open, hours=Hours.ANY),
    "file-read-urgently": Truth(hours=Hours.ANY),
    "file-ends-soon": Truth(ANY_STATE, file_truth.their_file_ends, for_days=HOWEVER_LONG),
    farm_notes.ANSWERED: Truth(ANY_STATE, file_truth.a_note_was_answered, for_days=LATER),
    corrections.KIND: Truth(ANY_STATE, file_truth.a_wish_was_answered, for_days=HOWEVER_LONG),
    "files-end-soon": Truth(holds=file_truth.files_end_soon),
    interest.OF_PARTY: Truth(holds=interest_truth.party_is_asked),
    interest.OF_FARM: Truth(holds=interest_truth.farm_is_asked),
    **{kind: Truth(holds=holds) for kind, holds in transfer_truth.HOLDS.items()},
    **dict.fromkeys(requesting.KINDS, Truth(holds=file_truth.somebody_is_accompanied)),
    "path-link": Truth(holds=file_truth.a_path_is_shown),
    signing.TO_SIGN: Truth(holds=agreement_truth.is_to_be_signed),
    standing.OVER: Truth(holds=agreement_truth.is_over),
    signing.CODE: Truth(holds=agreement_truth.code_is_good, hours=Hours.ANY),
    proving.CODE: Truth(holds=proving.code_is_good, hours=Hours.ANY),
    "workshops-link": Truth(holds=seat_truth.a_household_may_choose),
    "seat-given": Truth(holds=seat_truth.seat_stands),
    "seat-kept": Truth(holds=seat_truth.seat_is_kept),
    "seat-returned": Truth(holds=seat_truth.seat_was_returned),
    asking_seats.KIND: Truth(holds=seat_truth.a_word_is_awaited),
    "workshop-changed": Truth(holds=seat_truth.seat_concerns, hours=Hours.DAY_BUT_ON_THE_EVE),
    reminding.KIND: Truth(holds=seat_truth.is_reminded),
    "workshop-cancelled": Truth(holds=seat_truth.a_sitting_is_off, hours=Hours.DAY_BUT_ON_THE_EVE),
    gatherings.ASKED: Truth(holds=village_truth.farm_is_asked),
    gatherings.CANCELLED: Truth(holds=village_truth.one_is_cancelled, hours=Hours.ANY),
    **{kind: Truth(holds=holds) for kind, holds in farm_truth.HOLDS.items()},
    "farm-suspended": Truth(holds=farm_truth.is_in(FarmState.SUSPENDED), hours=Hours.ANY),
}
"""By kind."""
