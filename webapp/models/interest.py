"""Whether who waits for a visit is still interested, as both sides are asked now and then."""

from datetime import date

from sqlalchemy.orm import Mapped

from webapp.ground.clock import today


class Interest:
    """When somebody was asked last whether they are still interested, and what they said last."""

    interest_asked_on: Mapped[date | None]
    interest_asked_before: Mapped[date | None]
    """When they were asked before the last time, which may be taken back."""
    interest_said_on: Mapped[date | None]
    interested: Mapped[bool | None]
    """What they said last; none: nothing yet, or somebody went on with them since their no."""
    interest_talked_on: Mapped[date | None]
    """When somebody last talked with them about what they had said."""

    @property
    def owes_interest(self) -> bool:
        """Whether they were asked, and have not said anything since."""
        asked, said = self.interest_asked_on, self.interest_said_on
        return asked is not None and (said is None or said < asked)

    def ask_interest(self) -> None:
        """Keep that they are asked today."""
        self.interest_asked_before, self.interest_asked_on = self.interest_asked_on, today()

    def unask_interest(self) -> None:
        """Keep that they were not asked after all: nothing has left."""
        self.interest_asked_on, self.interest_asked_before = self.interest_asked_before, None

    @property
    def awaits_talk(self) -> bool:
        """Whether nobody has talked with them since they said something last."""
        said, talked = self.interest_said_on, self.interest_talked_on
        return said is not None and (talked is None or talked < said)

    def talk_of_interest(self) -> None:
        """Keep that somebody talked with them today."""
        self.interest_talked_on = today()

    def say_interest(self, *, interested: bool) -> None:
        """Keep what they say today."""
        self.interested, self.interest_said_on = interested, today()
        self.interest_talked_on = None
