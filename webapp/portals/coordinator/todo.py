"""The first page of the portal."""

from webapp.channels import pace
from webapp.ground.clock import today
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.guest_calls import to_make
from webapp.portals.help_calls.views import stands_before_me
from webapp.services.accounts import stand_ins
from webapp.services.after import feedback_list
from webapp.services.committees import board as committees
from webapp.services.farms import board, insurance
from webapp.services.parties import interest
from webapp.services.records import accreditations, on_duty, unattended
from webapp.services.rounds import plan
from webapp.services.village import gatherings
from webapp.services.visits import help_calls, incidents, misfits
from webapp.services.workshops import giving_on, waiting
from webapp.web.access import signed_in_user
from webapp.web.extensions import db
from webapp.web.pages import has_workshops, page
from webapp.wording.committees import undone_by


@portal.get("/")
def show_todo() -> str:
    """Show calls for help, associations and farms that wait, visits that no longer fit."""
    return page(
        insured=insurance.waiting(db),
        silent=interest.farms_to_call(db),
        todo=board.todo(db, signed_in_user()),
        help_calls=help_calls.to_settle(db, stands_before_me()),
        guest_calls=to_make(),
        alone=stand_ins.alone(db),
        gaps=on_duty.gaps(db),
        incidents=incidents.to_look_at(db, signed_in_user(), today()),
        reads_incidents=incidents.reads_any(db, signed_in_user()),
        words=feedback_list.words_to_see_to(db),
        papers=accreditations.ending(db),
        today=today(),
        misfits=misfits.waiting(db),
        to_sign=giving_on.awaiting(db, signed_in_user()),
        committees=committees.waiting(db, signed_in_user()),
        undone_by=undone_by,
        gatherings=gatherings.to_look_at(db),
        sendings=plan.due_rounds(db, None),
        workshops=waiting.for_coordinators(db) if has_workshops() else None,
        texts_spent=pace.is_spent(db),
        troubles=unattended.count_troubles(db),
    )
