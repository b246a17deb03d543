"""How many text messages may leave in a day, if the programme says so, and which wait by that.

Those of every association count, whoever asks.
"""

from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS, today
from webapp.ground.database import seeing_everyone
from webapp.models import Channel, Message, MessageState, Programme

BY_NUMBER = {Channel.SMS, Channel.WHATSAPP}
"""The ways that count."""


def is_spent(session: Session) -> bool:
    """Whether as many text messages have left today as the programme lets leave in a day."""
    limit = _limit(session)
    return limit is not None and _left_today(session) >= limit


def held(session: Session, texts: int) -> int:
    """Return how many of the text messages that were just written leave only tomorrow."""
    limit = _limit(session)
    if limit is None or not texts:
        return 0
    queued = Message.channel.in_(BY_NUMBER), Message.state == MessageState.QUEUED
    with seeing_everyone(session):
        waiting = session.scalar(select(func.count()).where(*queued)) or 0
    return min(texts, max(0, _left_today(session) + waiting - limit))


def _limit(session: Session) -> int | None:
    programme = session.get(Programme, 1)
    return programme.texts_a_day if programme else None


def _left_today(session: Session) -> int:
    midnight = datetime.combine(today(), time(), PARIS)
    sent = Message.channel.in_(BY_NUMBER), Message.sent_at >= midnight
    with seeing_everyone(session):
        return session.scalar(select(func.count()).where(*sent)) or 0
