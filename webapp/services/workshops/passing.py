"""What the calendar does to seats: those kept in vain go on, and what is over is concluded."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import now, today
from webapp.models import Party, Seat, SeatSide, SeatState, Series, Sitting
from webapp.models.seats import ASKED
from webapp.services.records import audit
from webapp.services.workshops import numbers, seats

OVER = "over"
"""Why a wish ends that nobody met before the last sitting."""


def pass_kept_on(session: Session) -> int:
    """Let seats that were kept in vain go to the next in line; return how many."""
    late = select(Series).where(Series.held.any(Seat.kept_until <= now())).order_by(Series.id)
    count = 0
    for series in session.scalars(late).all():
        numbers.lock(session, series)
        in_vain = Seat.series_id == series.id, Seat.kept_until <= now()
        for seat in session.scalars(select(Seat).where(*in_vain).order_by(Seat.id)).all():
            seat.pass_by()
            audit.record(session, "seat.passed-on", seat)
            count += 1
        session.flush()
        seats.fill(session, series)
    return count


def conclude_due(session: Session) -> int:
    """Say of each seat how it went once its series is over; what nobody noted is unknown."""
    past = select(Sitting.series_id).where(Sitting.day <= today())
    open_ = Seat.state.in_((SeatState.SIGNED_UP, *ASKED))
    query = select(Series).where(Series.id.in_(past), Series.held.any(open_)).order_by(Series.id)
    count = 0
    for series in session.scalars(query).all():
        if not series.is_over:
            continue
        numbers.lock(session, series)
        theirs = select(Seat).where(Seat.series_id == series.id, open_).order_by(Seat.id)
        for seat in session.scalars(theirs).all():
            _conclude(session, seat)
            count += 1
    return count


def attest_due(session: Session) -> int:
    """Attest workshops at which guests were and that nobody attested yet; return how many."""
    query = select(Seat).where(
        Seat.state == SeatState.ATTENDED,
        Seat.party.has(Party.anonymous_since.is_(None)),
        ~Seat.attestations.any(),
    )
    found = session.scalars(query.order_by(Seat.id)).all()
    for seat in found:
        seat.attest(seat.series.standing)
    return len(found)


def _conclude(session: Session, seat: Seat) -> None:
    if seat.is_held:
        seat.conclude(seat.series.standing)
        audit.record(session, "seat.concluded", seat, state=seat.state.value)
    else:
        seat.cancel(SeatSide.PROGRAMME, OVER)
        audit.record(session, "seat.cancelled", seat, by=SeatSide.PROGRAMME.value, reason=OVER)
