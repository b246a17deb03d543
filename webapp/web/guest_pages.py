"""What stands on the pages behind guests' links: for themselves, and for whoever looks at them."""

from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from webapp.ground.at_once import Question, given
from webapp.models import (
    AgreementSignature,
    AgreementState,
    Party,
    PathState,
    Person,
    Photo,
    Side,
    Visit,
)
from webapp.services.after import attestations, feedback, follow_ups, relationships, thanks
from webapp.services.agreements import signing, standing
from webapp.services.parties import assessments, interest, paths
from webapp.services.village import gatherings
from webapp.services.visits import disclosure, missed, threads
from webapp.services.workshops import contests, household
from webapp.web.assessment_form import PICTURES, AssessmentForm
from webapp.web.extensions import db
from webapp.web.left_out import hold_settings
from webapp.web.phrases_shown import has_card
from webapp.wording.agreements import shown
from webapp.wording.calendar_file import is_kept


def beside(visit: Visit) -> Any:
    """Ask at once whether there are photos, neighbours to meet, and something between the two.

    A farm without photos is not asked for them again.
    """
    some = _beside().ask(db, visit=visit.id, party=visit.party_id, farm=visit.farm_id)
    if not some.photos:
        set_committed_value(visit.farm, "photos", [])
    return some


@cache
def _beside() -> Question:
    return Question(
        {
            "photos": select(Photo).where(Photo.farm_id == given("farm")),
            "relationships": relationships.between_the_two(),
            "gatherings": gatherings.may_come(),
        }
    )


def of_visit(visit: Visit, side: Side, view: disclosure.View, some: Any = None) -> dict[str, Any]:
    """Return what the page of one side of a visit is made from, as far as it may see.

    Parameters
    ----------
    some
        What `beside` told of it, where it was asked already.
    """
    of_guests = side is Side.PARTY
    if visit.state in feedback.TOOK_PLACE:
        hold_settings()
    some = some or (beside(visit) if of_guests else None)
    thread = threads.may_be_read(db, visit, side) and (
        "news" if threads.has_news(db, visit, side) else "read"
    )
    return {
        "view": view,
        "has_card": has_card(view),
        "in_calendars": is_kept(visit),
        "told": visit.reason_of(side) is not None,
        "told_how": feedback.told(db, visit, side),
        "may_tell": feedback.may_be_given(visit),
        "attested": of_guests and bool(attestations.of_visit(visit)),
        "may_be_related": some and (some.relationships or relationships.is_offered(db, visit)),
        "may_thank": of_guests and thanks.may_be_sent(visit),
        "neighbours": gatherings.of_visit(db, visit) if some and some.gatherings else [],
        "missed": missed.shown_to(db, visit, side),
        "thread": thread,
        "may_say_why": threads.may_say_why(visit) and of_guests,
        "since": follow_ups.to_tell(db, visit, side),
    }


def of_workshops(party: Party) -> dict[str, Any]:
    """Return what a household's page is made from: workshops, and what leads on from there."""
    return {
        "choices": household.choices(db, party),
        "adults": household.adults(party),
        "missed": (absent := contests.absent(db, party)),
        "contested": contests.contested(db, absent),
        "causes": contests.causes(db, absent),
        "open_for_words": {seat.id for seat in absent if contests.may_be_said(seat)},
        "association": party.organisation,
        "asks_interest": interest.is_asked(db, party),
        "attested": bool(attestations.of_household(db, party)),
        "has_path": paths.is_shown(db, party),
    }


def of_path(person: Person) -> dict[str, Any]:
    """Return what the page of somebody's path is made from."""
    steps = paths.steps(db, person)
    return {
        "goals": [each for each in paths.goals(db, person) if each.state is PathState.OPEN],
        "open": [each for each in steps if each.state is PathState.OPEN],
        "done": [each for each in steps if each.state is PathState.DONE],
        "association": person.party.organisation,
        "asks": assessments.is_asked(db, person),
    }


def of_agreement(
    signature: AgreementSignature, said: dict[str, Any], *, opened: bool
) -> dict[str, Any]:
    """Return what the page of an agreement is made from.

    Parameters
    ----------
    said
        What the version says that is signed.
    opened
        Whether the code was given, after which it can be read.
    """
    return {
        "signature": signature,
        "said": shown(said) if opened else None,
        "association": said["association"],
        "code_is_good": signing.code_is_good(signature),
        "may_sign": standing.may_sign(db, signature),
        "stands": standing.stands(db, signature),
        "newer_waits": standing.newer_waits(db, signature),
        "is_accepted": signature.agreement.state is AgreementState.ACCEPTED,
    }


def of_questions(person: Person) -> dict[str, Any]:
    """Return what the page of the questions before and after is made from."""
    phase, answered = assessments.phase_of(db, person), assessments.answered(db, person)
    said = answered[phase].answers if phase in answered else {}
    return {"form": AssessmentForm(data=said), "pictures": PICTURES}
