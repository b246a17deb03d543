"""Parties: households that travel together, and what a round needs to know of them."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now, today
from webapp.ground.database import Base, Strings, state_column
from webapp.ground.encryption import Cipher, Encrypted
from webapp.ground.errors import RuleBroken
from webapp.ground.languages import Language, read_in
from webapp.ground.telephones import read_number
from webapp.ground.vocabulary import FRENCH_LEVELS
from webapp.models.centres import Centre, LongerNotice
from webapp.models.interest import Interest
from webapp.models.party_days import Availability, CivicDays, Engagement
from webapp.models.reached import Reached
from webapp.models.states import PartyState, passage

if TYPE_CHECKING:
    from webapp.models.persons import Person
    from webapp.models.programme import Organisation
    from webapp.models.refusals import Refusal
    from webapp.models.users import User
    from webapp.models.visits import Visit

A_DAY = timedelta(days=1)


def by_code(code: str) -> tuple[int, str]:
    """Return by what codes are sorted: `P-999` comes before `P-1000`."""
    return len(code), code


def by_number(typed: str) -> list[str]:
    """Return the fingerprints under which a telephone number is kept; none if it is no number."""
    number = read_number(typed)
    return Cipher.fingerprints(number) if number else []


class Companions(Base):
    """Parties who wish to travel together: the same slot or none."""

    __tablename__ = "companions"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)

    parties: Mapped[list["Party"]] = relationship(
        back_populates="companions", order_by="Party.code"
    )


class Party(Reached, Interest, CivicDays, LongerNotice, Base):
    """A household that travels together: one person, a couple, a family."""

    __tablename__ = "parties"
    __table_args__ = (
        UniqueConstraint("id", "organisation_id"),
        CheckConstraint("reach_km >= 0", name="reach"),
        CheckConstraint("notice_days > 0", name="notice"),
        CheckConstraint("(notice_days IS NULL) = (notice_reason IS NULL)", name="notice_reason"),
        CheckConstraint(
            "second_referent_id IS NULL"
            " OR referent_id IS NOT NULL AND second_referent_id <> referent_id",
            name="pair",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    """What is said wherever a name is not due: `P-017`."""
    state: Mapped[PartyState] = mapped_column(state_column(PartyState), default=PartyState.ENROLLED)
    outcome: Mapped[str | None]
    """What became of a party that left; `unknown` is an outcome and always counts."""
    left_alone: Mapped[bool] = mapped_column(default=False)
    """Whether they asked, on leaving, not to be contacted any more."""
    commune: Mapped[str]
    latitude: Mapped[float]
    longitude: Mapped[float]
    reach_km: Mapped[int] = mapped_column(default=250)
    interpreter: Mapped[bool] = mapped_column(default=False)
    """Accepts a telephone interpreter where no language is shared."""
    private: Mapped[bool] = mapped_column(default=False)
    """Never shares a room with another party."""
    childcare: Mapped[str | None]
    """Who looks after children who stay at home: one of `CHILDCARE`; none: there are none."""
    needs: Mapped[Strings] = mapped_column(default=list)
    wishes: Mapped[Strings] = mapped_column(default=list)
    """Productions, the first wish first."""
    frames: Mapped[Strings] = mapped_column(default=lambda: ["discovery"])
    waiting_since: Mapped[date | None]
    paused_by_no: Mapped[bool] = mapped_column(default=False)
    """Whether their own "not any more" paused the file: their yes puts it back then."""
    notice_days: Mapped[int | None]
    """How many days before a visit they must know of it, where the programme's notice is short."""
    notice_reason: Mapped[str | None]
    """Why they need longer: one of `NOTICE_REASONS`."""
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centres.id"))
    """The reception centre in which they live, which wants to know of their absences."""
    notes: Mapped[str | None] = mapped_column(Encrypted("parties.notes"))
    companions_id: Mapped[int | None] = mapped_column(ForeignKey("companions.id"), index=True)
    referent_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    second_referent_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who accompanies it together with the referent; rounds count it among the referent's."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    end_told_at: Mapped[datetime | None]
    """When the end of this file was last announced (`services.retention.due`)."""
    anonymous_since: Mapped[datetime | None]
    """Since when nothing here tells of anybody any more."""
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"), index=True)
    """The import that made this file, if one did."""
    link_version: Mapped[int] = mapped_column(default=1)
    """Raised to make its link to workshops open nothing any more; another telephone does as well.
    """
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"), index=True)
    """The file into which somebody put this one, which was recorded a second time (`Merge`)."""

    organisation: Mapped["Organisation"] = relationship()
    centre: Mapped[Centre | None] = relationship()
    companions: Mapped[Companions | None] = relationship(back_populates="parties")
    referent: Mapped["User | None"] = relationship(foreign_keys=[referent_id])
    second_referent: Mapped["User | None"] = relationship(foreign_keys=[second_referent_id])
    persons: Mapped[list["Person"]] = relationship(
        back_populates="party", order_by="Person.id", cascade="all, delete-orphan"
    )
    availabilities: Mapped[list[Availability]] = relationship(
        order_by="Availability.first_day", cascade="all, delete-orphan"
    )
    engagements: Mapped[list[Engagement]] = relationship(
        order_by="Engagement.first_day", cascade="all, delete-orphan"
    )
    refusals: Mapped[list["Refusal"]] = relationship(cascade="all, delete-orphan")
    visits: Mapped[list["Visit"]] = relationship(
        back_populates="party", order_by="Visit.id", foreign_keys="Visit.party_id"
    )

    @property
    def referents(self) -> list["User"]:
        """Who accompanies it: nobody, the referent, or a pair."""
        return [user for user in (self.referent, self.second_referent) if user is not None]

    @property
    def people(self) -> int:
        """How many travel."""
        return len(self.persons)

    @property
    def names(self) -> str:
        """First and last names, for their own association only."""
        return ", ".join(person.name for person in self.persons)

    @property
    def first_names(self) -> str:
        """First names, as their own association's caseworkers see them beside the code."""
        return ", ".join(person.first_name for person in self.persons)

    def count(self, on: date) -> tuple[int, int, int]:
        """Return men, women and children on a day.

        Someone whose sex is not said counts among the men, so that a slot for women stays one.
        """
        adults = [person for person in self.persons if person.is_adult(on)]
        women = sum(person.sex == "woman" for person in adults)
        return len(adults) - women, women, self.people - len(adults)

    @property
    def french(self) -> str:
        """The best functional French among its members: one who understands can tell."""
        levels = [person.french for person in self.persons]
        return max(levels, key=FRENCH_LEVELS.index, default=FRENCH_LEVELS[0])

    @property
    def languages(self) -> list[str]:
        """Every language that a member speaks, most spoken first."""
        spoken = [language for person in self.persons for language in person.languages]
        return sorted(set(spoken), key=lambda language: (-spoken.count(language), language))

    @property
    def reads_in(self) -> Language:
        """The language of its pages and messages."""
        return read_in(self.language, self.languages)

    @property
    def shares_no_room(self) -> bool:
        """Whether it sleeps apart: by wish, or because a sex is not said."""
        return self.private or any(person.sex == "not-said" for person in self.persons)

    def open_days(self, first: date, last: date) -> Availability:
        """Let the party be away on these days; return the period that they make with others.

        Days that touch become one period.
        """
        period = Availability(first_day=first, last_day=last)
        self.availabilities.append(period)
        self.change_days(period, first, last)
        return period

    def change_days(self, period: Availability, first: date, last: date) -> None:
        """Give a period of the party other days; days that touch become one period."""
        beside = [
            each
            for each in self.availabilities
            if each is not period
            and each.first_day <= last + A_DAY
            and first <= each.last_day + A_DAY
        ]
        period.first_day = min([first, *(each.first_day for each in beside)])
        period.last_day = max([last, *(each.last_day for each in beside)])
        for each in beside:
            self.availabilities.remove(each)

    def what_is_missing(self) -> list[str]:
        """Return what must still be known before this party can take part in a round."""
        may_be_adult = any(person.may_be_adult(today()) for person in self.persons)
        checks = {
            "persons": self.persons,
            "adult": may_be_adult,
            "of-age": any(person.is_adult(today()) for person in self.persons) or not may_be_adult,
            "phone": self.phone,
            "availability": self.availabilities,
            "frames": self.frames,
        }
        return [name for name, value in checks.items() if not value]

    @property
    def takes_part(self) -> bool:
        """Whether rounds take it along: it is ready, and has lost nothing since that they need."""
        return self.state is PartyState.READY and not self.what_is_missing()

    def make_ready(self, on: date) -> None:
        """Let the party take part in rounds; waiting is counted from the first time."""
        if missing := self.what_is_missing():
            raise RuleBroken("party-not-ready", missing=missing)
        self.state = passage(self.state, {PartyState.ENROLLED, PartyState.PAUSED}, PartyState.READY)
        self.waiting_since = self.waiting_since or on
        self.interested, self.paused_by_no = self.interested or None, False

    def pause(self) -> None:
        """Keep the party out of rounds for a while."""
        self.state = passage(self.state, {PartyState.READY}, PartyState.PAUSED)

    def say_interest(self, *, interested: bool) -> None:
        """Keep what they say: their no takes them out of rounds, a yes puts them back.

        A pause that somebody else decided stays: they are called (`awaits_talk`).
        """
        if not interested and self.state is PartyState.READY:
            self.pause()
            self.paused_by_no = True
        elif interested and self.paused_by_no and self.state is PartyState.PAUSED:
            self.state, self.paused_by_no = PartyState.READY, False
        super().say_interest(interested=interested)

    def leave(self, outcome: str, *, left_alone: bool = False) -> None:
        """Record that the party left the programme, for what, and whether to be left alone."""
        self.state = passage(self.state, set(PartyState) - {PartyState.LEFT}, PartyState.LEFT)
        self.outcome, self.left_alone = outcome, left_alone

    def come_back(self) -> None:
        """Take the party into the programme again, as it was enrolled; waiting goes on."""
        self.state = passage(self.state, {PartyState.LEFT}, PartyState.ENROLLED)
        self.outcome, self.left_alone = None, False
