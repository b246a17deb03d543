"""How a visit may stand: every state, with what led there, as facts."""

from dataclasses import dataclass

from webapp.models import Answer, Side, VisitState

YES, NO, OTHER_DATES, AWAITED = Answer.YES, Answer.NO, Answer.OTHER_DATES, Answer.AWAITED
PARTY, FARM = Side.PARTY, Side.FARM
PROPOSED, CONFIRMED = VisitState.PROPOSED, VisitState.CONFIRMED
UNDER_WAY, COMPLETED = VisitState.UNDER_WAY, VisitState.COMPLETED
DECLINED, EXPIRED, CANCELLED = VisitState.DECLINED, VisitState.EXPIRED, VisitState.CANCELLED
ENDED_EARLY, NO_SHOW = VisitState.ENDED_EARLY, VisitState.NO_SHOW
EVALUATED = VisitState.EVALUATED


@dataclass(frozen=True)
class Facts:
    """How a visit stands.

    Parameters
    ----------
    begins_in
        Days from today to its first day; below 0 when that is over.
    shared_language
        Whether guests and hosts can talk with each other.
    waits
        Whether it no longer fits, and nobody has decided yet whether it goes on.
    """

    name: str
    state: VisitState
    party: Answer = AWAITED
    farm: Answer = AWAITED
    ended_by: Side | None = None
    begins_in: int = 30
    arrived: bool = False
    shared_language: bool = True
    waits: bool = False

    def __str__(self) -> str:
        return self.name

    @property
    def stands(self) -> bool:
        return self.state in {PROPOSED, CONFIRMED, UNDER_WAY}

    @property
    def is_asked(self) -> bool:
        """Proposed, and nothing is to be decided before anyone answers."""
        return self.state is PROPOSED and not self.waits

    @property
    def settled(self) -> bool:
        """Both said yes, and nothing has come in the way since."""
        return self.state in {CONFIRMED, UNDER_WAY}

    def said(self, side: Side) -> Answer:
        return self.party if side is PARTY else self.farm

    def other_said(self, side: Side) -> Answer:
        return self.farm if side is PARTY else self.party


SITUATIONS = (
    Facts("nobody has answered", PROPOSED),
    Facts("the guests said yes", PROPOSED, party=YES),
    Facts("the farm said yes", PROPOSED, farm=YES),
    Facts("the guests said yes to what no longer fits", PROPOSED, party=YES, waits=True),
    Facts("both said yes", CONFIRMED, YES, YES),
    Facts("without a common language", CONFIRMED, YES, YES, shared_language=False),
    Facts("proposed without a common language", PROPOSED, shared_language=False),
    Facts("confirmed, in a week", CONFIRMED, YES, YES, begins_in=7),
    Facts("the first day, before the calendar's job", CONFIRMED, YES, YES, begins_in=0),
    Facts("begun", UNDER_WAY, YES, YES, begins_in=0),
    Facts("arrived", UNDER_WAY, YES, YES, begins_in=-1, arrived=True),
    Facts("over", COMPLETED, YES, YES, begins_in=-9, arrived=True),
    Facts("told how it went", EVALUATED, YES, YES, begins_in=-30, arrived=True),
    Facts("the guests said no", DECLINED, party=NO, ended_by=PARTY),
    Facts("the guests said no to a yes", DECLINED, NO, YES, ended_by=PARTY),
    Facts("the guests wish other dates", DECLINED, party=OTHER_DATES, ended_by=PARTY),
    Facts("the farm said no", DECLINED, farm=NO, ended_by=FARM),
    Facts("the farm said no to a yes", DECLINED, YES, NO, ended_by=FARM),
    Facts("the farm wishes other dates", DECLINED, YES, OTHER_DATES, ended_by=FARM),
    Facts("nobody answered in time", EXPIRED),
    Facts("the farm did not answer in time", EXPIRED, party=YES),
    Facts("the guests did not answer in time", EXPIRED, farm=YES),
    Facts("cancelled before any answer", CANCELLED),
    Facts("cancelled by the guests", CANCELLED, YES, YES, ended_by=PARTY),
    Facts("cancelled by the farm", CANCELLED, YES, YES, ended_by=FARM),
    Facts("ended early", ENDED_EARLY, YES, YES, ended_by=PARTY, begins_in=-2, arrived=True),
    Facts("did not take place", NO_SHOW, YES, YES, ended_by=PARTY, begins_in=-2),
)
