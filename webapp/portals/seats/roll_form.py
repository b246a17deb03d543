"""The roll of a sitting as a form: a state for each who has a place, and why somebody was away."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField

from webapp.ground.vocabulary import ABSENCE_REASONS
from webapp.models import Presence, Seat, Sitting
from webapp.services.workshops import attendance
from webapp.web.forms import Form, choices

STATES = choices("presence", [each.value for each in Presence])
REASONS = choices("absence-reason", ABSENCE_REASONS, none=_l("Not known"))
HIDDEN_REASON = choices("absence-reason", ABSENCE_REASONS, none=_l("A reason is noted: it stays"))
"""What whoever may not read a reason chooses from where one is noted."""
KNOWN = "known"
"""The seats of which the page said that a reason is noted."""


class RollForm(Form):
    """Who was there; `of` makes it for those who have a place."""

    each_for_itself = True
    seats: Sequence[Seat] = ()
    hidden: frozenset[int] = frozenset()
    """The seats with a reason that the reader may not see."""

    @classmethod
    def of(
        cls,
        sitting: Sitting,
        seats: Sequence[Seat],
        called: Callable[[Seat], str],
        *,
        shows_why: bool = True,
    ) -> "RollForm":
        """Return the form of a roll as it is noted now.

        Parameters
        ----------
        called
            Returns what somebody is called beside a state that somebody else noted meanwhile.
        shows_why
            Whether its reader may see why somebody was not there.
        """
        hidden = frozenset(each.id for each in seats if each.reason and not shows_why)
        questions: dict[str, Any] = {"seats": seats, "hidden": hidden}
        stored: dict[str, str] = {}
        for seat in seats:
            questions[f"seat_{seat.id}"] = RadioField(called(seat), choices=STATES)
            questions[f"why_{seat.id}"] = SelectField(
                called(seat), choices=HIDDEN_REASON if seat.id in hidden else REASONS
            )
            stored[f"seat_{seat.id}"] = attendance.noted_at(seat, sitting).value
            stored[f"why_{seat.id}"] = (seat.reason or "") if shows_why else ""
        made: RollForm = type(cls.__name__, (cls,), questions)(data=stored)
        return made

    @property
    def noted(self) -> dict[int, Presence]:
        """The state of each, by the number of the seat."""
        return {each.id: Presence(self[f"seat_{each.id}"].data) for each in self.seats}

    @property
    def why(self) -> dict[int, str]:
        """Why somebody was not there, where it is said otherwise than before, by their seat."""
        asked = {each.id: self[f"why_{each.id}"] for each in self.seats}
        return {
            number: each.data or ""
            for number, each in asked.items()
            if (each.data or "") != (each.object_data or "")
        }

    def refuse_unseen(self, known: Collection[int]) -> bool:
        """Say where a reason would take the place of one noted since the page was opened.

        Parameters
        ----------
        known
            The seats of which the page said that a reason is noted.
        """
        unseen = [seat for seat in self.why if seat in self.hidden and seat not in known]
        told = _(
            "Somebody noted a reason meanwhile. Leave it, or save once more: yours then takes its "
            "place."
        )
        for seat in unseen:
            self.refuse(f"why_{seat}", told)
        return bool(unseen)
