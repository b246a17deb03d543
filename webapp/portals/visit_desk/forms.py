"""What a caseworker tells of a visit."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, ValidationError
from wtforms.validators import Length

from webapp.ground.vocabulary import CANCEL_REASONS, DECLINE_REASONS, MISS_REASONS, OTHER_DATES
from webapp.models import MISSED_CAUSES, Answer, Side, Visit, VisitState
from webapp.services.engine.lodging import Lodging
from webapp.services.visits.answers import reasons_for
from webapp.web.forms import Form, LinesField, choices, required
from webapp.web.printable import printable
from webapp.wording.lodging import lodged

PROGRAMME, NOBODY_KNOWS = "programme", "nobody-knows"


class TelephoneAnswerForm(Form):
    """An answer that was given by telephone or face to face."""

    side = RadioField(_l("Who answered?"), [required(_l("Choose who answered"))])
    answer = RadioField(_l("What did they say?"), [required(_l("Choose the answer"))])
    reason = SelectField(_l("Why, or when instead, if they told"))

    def __init__(self) -> None:
        super().__init__()
        self.side.choices = choices("side", [side.value for side in Side])
        given = [answer.value for answer in Answer if answer is not Answer.AWAITED]
        self.answer.choices = choices("answer", given)
        reasons = dict.fromkeys([*DECLINE_REASONS["party"], *DECLINE_REASONS["farm"], *OTHER_DATES])
        self.reason.choices = choices("reason", reasons, none="–")

    def validate_reason(self, field: SelectField) -> None:
        """Reject a reason that does not go with the answer: it would be kept as something else."""
        if self.side.errors or self.answer.errors or not field.data:
            return
        if field.data not in reasons_for(Side(self.side.data), Answer(self.answer.data)):
            raise ValidationError(
                _l("This does not go with the answer: choose another one, or leave it empty")
            )


class EndForm(Form):
    """Why a visit does not take place or ends, and who asked for it."""

    by = RadioField(_l("Who asked for it, or could not?"), [required(_l("Choose a side"))])
    reason = RadioField(_l("Why?"), [required(_l("Choose a reason"))])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        sides = choices("side", [side.value for side in Side])
        self.by.choices = [*sides, (PROGRAMME, _l("The programme"))]
        self.reason.choices = choices("end-reason", CANCEL_REASONS)

    @property
    def side(self) -> Side | None:
        """The side that was chosen; none: the programme."""
        return None if self.by.data in {PROGRAMME, NOBODY_KNOWS} else Side(self.by.data)


class MissForm(EndForm):
    """Why nobody came, as far as it is known: each side is asked for its own word."""

    def __init__(self, visit: Visit) -> None:
        unknown = NOBODY_KNOWS if visit.end_reason == "not-known" else PROGRAMME
        side = visit.ended_by.value if visit.ended_by else unknown
        noted = {"by": side, "reason": visit.end_reason}
        super().__init__(**({"data": noted} if visit.state is VisitState.NO_SHOW else {}))
        self.by.choices = [*self.by.choices, (NOBODY_KNOWS, _l("Nobody knows yet"))]
        self.reason.choices = choices("end-reason", MISS_REASONS)


class MissedWordForm(Form):
    """What a side says by telephone of why nobody came."""

    said_by = RadioField(_l("Who says so?"), [required(_l("Choose who says so"))])
    cause = RadioField(
        _l("What do they say?"),
        [required(_l("Choose one of the answers"))],
        description=_l("In their own words, and not what you think of it."),
    )

    def __init__(self) -> None:
        super().__init__()
        self.said_by.choices = choices("side", [side.value for side in Side])
        self.cause.choices = choices("missed-cause", MISSED_CAUSES)


class RoomsForm(Form):
    """Where the guests of a visit sleep, out of what fits beside the others."""

    rooms = RadioField(_l("Where do they sleep?"), [required(_l("Choose the rooms"))])

    def __init__(self, visit: Visit, ways: Sequence[Lodging]) -> None:
        super().__init__(data={"rooms": _written(visit.rooms)})
        self.rooms.choices = [(_written(way.stored), lodged(way)) for way in ways]

    @property
    def chosen(self) -> list[list[int]]:
        """The rooms, as a visit keeps them."""
        return [[int(number) for number in each.split("x")] for each in self.rooms.data.split("-")]


def _written(rooms: Iterable[Sequence[int]]) -> str:
    """Return rooms as a choice's value: `7x2-8x1`, two people in room 7 and one in room 8."""
    return "-".join(f"{room}x{people}" for room, people in rooms)


class KeepForm(Form):
    """Why a visit goes on although it no longer fits."""

    reason = LinesField(
        _l("Why does this visit go on all the same?"),
        [required(_l("Write in a sentence why, and whom you have called")), Length(max=1000)],
        description=_l("Kept with the visit, with your name."),
    )


class AgainForm(Form):
    """Why a pair that was refused may be proposed again."""

    reason = LinesField(
        _l("What has changed, and who said so?"),
        [required(_l("Write in a sentence what has changed")), Length(max=1000)],
        description=_l("Kept with the visit."),
    )


class NameForm(Form):
    """A name as it stands on a paper."""

    name = StringField(
        _l("First and last name"), [required(_l("Enter a name")), Length(max=160), printable]
    )
