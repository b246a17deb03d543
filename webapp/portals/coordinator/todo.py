"""The first page of the portal."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import select

from webapp.ground.at_once import Question
from webapp.ground.clock import today
from webapp.models import Duty, Incident, Programme, User
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.guest_calls import to_make
from webapp.portals.help_calls.views import stands_before_me
from webapp.services.accounts import stand_ins
from webapp.services.after import feedback_list
from webapp.services.committees import board as committees
from webapp.services.farms import board, insurance
from webapp.services.parties import interest
from webapp.services.records import accreditations, on_duty, texts_a_day, unattended
from webapp.services.reports import keeping as reports
from webapp.services.rounds import plan
from webapp.services.village import gatherings
from webapp.services.visits import guest_calls, help_calls, incidents, misfits
from webapp.services.workshops import giving_on, waiting
from webapp.web.access import signed_in_user
from webapp.web.extensions import db
from webapp.web.pages import has_workshops, page
from webapp.web.unchanged import given_again
from webapp.wording.committees import undone_by


@portal.get("/")
@given_again(lambda: unattended.count_troubles(db), may_be_late=True)
def show_todo(troubles: unattended.Troubles) -> str:
    """Show calls for help, associations and farms that wait, visits that no longer fit."""
    user = signed_in_user()
    some = _waits().ask(db)
    found = {name: read(user) if getattr(some, name) else [] for name, read in READ.items()}
    kinds = {kind for kind in waiting.OVER_ALL if getattr(some, kind)}
    return page(
        todo=board.todo(db, user),
        gaps=on_duty.gaps(db) if some.duties else [],
        reads_incidents=bool(some.incidents) and incidents.reads_any(db, user),
        papers=accreditations.ending(db),
        today=today(),
        committees=committees.waiting(db, user),
        undone_by=undone_by,
        gatherings=gatherings.to_look_at(db) if some.gatherings else [],
        workshops=waiting.for_coordinators(db, kinds) if has_workshops() else None,
        texts_spent=some.texts_a_day is not None and texts_a_day.is_spent(db),
        troubles=troubles,
        **found,
    )


READ: dict[str, Callable[[User], Sequence[Any]]] = {
    "insured": lambda _user: insurance.waiting(db),
    "silent": lambda _user: interest.farms_to_call(db),
    "help_calls": lambda _user: help_calls.to_settle(db, stands_before_me()),
    "guest_calls": lambda _user: to_make(),
    "alone": lambda _user: stand_ins.alone(db),
    "incidents": lambda user: incidents.to_look_at(db, user, today()),
    "words": lambda _user: feedback_list.words_to_see_to(db),
    "misfits": lambda _user: misfits.waiting(db),
    "to_sign": lambda user: giving_on.awaiting(db, user),
    "paying": lambda _user: reports.ending(db),
    "sendings": lambda _user: plan.due_rounds(db, None),
}
"""What of the page is read only where there is something of it."""


@cache
def _waits() -> Question:
    """Ask at once of what there is something, before whoever it stands."""
    return Question(
        {
            "insured": insurance.papers(),
            "silent": interest.silent_farms(),
            "help_calls": help_calls.unsettled(),
            "guest_calls": guest_calls.to_make(),
            "alone": stand_ins.left_alone(),
            "incidents": select(Incident),
            "words": feedback_list.with_unread_words(),
            "misfits": misfits.undecided(),
            "to_sign": giving_on.talked(),
            "paying": reports.that_end(),
            "sendings": plan.due_matches(),
            "duties": select(Duty),
            "gatherings": gatherings.that_may_need_a_look(),
            **waiting.questions_over_all(),
        },
        {"texts_a_day": select(Programme.texts_a_day)},
    )
