"""The programme and the associations that take part in it."""

import secrets
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import ARRAY, CheckConstraint, Integer, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.ground.database import Base, Integers, Strings
from webapp.ground.encryption import Encrypted

KEY_BYTES: Final = 32


class Programme(Base):
    """The settings of this installation: one row."""

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("notice_days >= 0", name="notice"),
        CheckConstraint("window_days > 0", name="window"),
        CheckConstraint("reminder_days > 0", name="reminder"),
        CheckConstraint("announcement_days > 0", name="announcement"),
        CheckConstraint("calls_a_week >= 0", name="calls"),
        CheckConstraint("departures_a_week >= 0", name="departures"),
        CheckConstraint("prepared_days > 0", name="prepared"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str]
    on_duty_phone: Mapped[str]
    """The number that visitors and farms may call at night, while nobody is on duty by name."""
    interpreter_phone: Mapped[str | None]
    """The number of an interpreter whom guests may call; none: there is none."""
    interpreter_languages: Mapped[Strings] = mapped_column(default=list, server_default="{}")
    interpreter_hours: Mapped[str | None]
    """In figures, as they are shown in every language."""
    window_days: Mapped[int] = mapped_column(default=60)
    """How many days a new round plans, unless its window is chosen otherwise."""
    reminder_days: Mapped[int] = mapped_column(default=1)
    """How many days before the last day to answer whoever has not answered is asked again."""
    asks_after: Mapped[Integers] = mapped_column(ARRAY(Integer), default=lambda: [2, 4])
    """So many days after it was proposed, whoever has not answered is asked again."""
    announces_before: Mapped[Integers] = mapped_column(ARRAY(Integer), default=lambda: [1, 7])
    """So many days before it begins, beside `announcement_days`, a visit is called to mind too."""
    texts_from: Mapped[str | None]
    """The number or the name that telephones show as who sends a text message; none: not known."""
    texts_a_day: Mapped[int | None]
    """The most text messages of a day, what is urgent aside; none: as many as there are."""
    announcement_days: Mapped[int] = mapped_column(default=2)
    """How many days before its first a confirmed visit is called to mind."""
    answer_days: Mapped[int] = mapped_column(default=5)
    """How many days both sides have to answer, unless a round says otherwise."""
    notice_days: Mapped[int] = mapped_column(default=21)
    """How many days before a visit both sides are asked; until then a round only plans it."""
    notice_price: Mapped[dict[str, Any] | None]
    """What each notice would have reached in the programme's own past year; none until a job has
    found enough there (`services.rounds.notice_price` writes and reads it)."""
    calls_a_week: Mapped[int | None]
    """How many visits that need an interpreter on the telephone can begin in a week; none: any."""
    departures_a_week: Mapped[int | None]
    """How many files one referent can see off in a week; none: any."""
    retention_days: Mapped[int] = mapped_column(default=730)
    has_workshops: Mapped[bool] = mapped_column(default=True)
    """Whether its pages offer workshops."""
    left_out: Mapped[Strings] = mapped_column(default=list, server_default="{}")
    """What the programme does not use, of `vocabulary.PARTS` (`services.records.parts`)."""
    prepares: Mapped[Strings] = mapped_column(default=list)
    """The kinds of workshops that are asked for: `guests` of every adult before a file is ready,
    `farmers` of one adult before a farm is approved."""
    rounding_key: Mapped[str] = mapped_column(default=partial(secrets.token_hex, KEY_BYTES))
    """By which the counts of reports are told by lot (`services.reports.rounding`): it never
    changes, or the same people would be told twice. Whoever reads it reads those it hides."""
    links_by_mailbox: Mapped[bool] = mapped_column(default=False)
    """Whether an identity whose mailbox is an account's may be linked to it from outside, once."""
    passwords_off: Mapped[bool] = mapped_column(default=False)
    """Whether staff with a linked identity come in by the identity provider alone."""
    clock_ahead: Mapped[timedelta] = mapped_column(default=timedelta())
    """By how much a demonstration's clock stands ahead (`services.records.moving_clock`)."""
    prepared_days: Mapped[int | None]
    """So many days after it, having been at a workshop counts no more; none: it always does."""


class Duty(Base):
    """Days, both ends included, on which one person answers the number on duty.

    Each goes from the morning to the next one's (`services.records.on_duty`): a night belongs to
    the day before it.
    """

    __tablename__ = "duties"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="ends_after_it_begins"),
        ExcludeConstraint(
            (text("daterange(first_day, last_day, '[]')"), "&&"),
            using="gist",
            name="ex_duties_one_at_a_time",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Encrypted("duties.name"))
    phone: Mapped[str] = mapped_column(Encrypted("duties.phone"))
    first_day: Mapped[date]
    last_day: Mapped[date]


class Organisation(Base):
    """An association that accompanies parties; its caseworkers see its own files only."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    phone: Mapped[str]
    """The number that people accompanied by this association may call."""
    commune: Mapped[str]
    """INSEE code of the commune of its office."""
    referral_version: Mapped[int] = mapped_column(default=1)
    """Raised to make the address of its form for prescribers open nothing any more."""
    compared_at: Mapped[datetime | None]
    """When its files were last compared with each other (`services.parties.alike`)."""
