"""Two parties who wish to swap: the three with whom it would be best, and doing it."""

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.portals.visit_desk.routes import back_to, page, routes, seen_visit
from webapp.services.rounds import swapping
from webapp.services.visits import possible
from webapp.web.access import number_or_404
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.wording import reasons
from webapp.wording.at_the_same_time import at_the_same_time
from webapp.wording.barriers import barrier_sentences
from webapp.wording.leaving import both_sides_asked

SHOWN = 3


@routes.get("/visits/<int:visit_id>/swap")
def swap_visit(visit_id: int) -> str:
    """Show with whom a party could swap places, best first."""
    visit = seen_visit(visit_id)
    may = possible.may_be_swapped(visit)
    found = swapping.could_swap(db, visit) if may else []
    shown = found[:SHOWN]
    ending = {each.id for swap in shown for each in (*swap.own, *swap.theirs)}
    beside = at_the_same_time(db, {number for swap in shown for number in swap.reasons})
    return page(
        visit,
        may=may,
        swaps=shown,
        others=len(found[SHOWN:]),
        why=lambda swap, party: reasons.why(swap.reasons[party.id].facts, reasons.SEVERAL),
        missed=lambda party, to: beside.in_slot(party.id, to, ending),
        barriers=lambda swap, party: barrier_sentences(swap.reasons[party.id].barriers),
    )


@routes.post("/visits/<int:visit_id>/swap")
def swap_with(visit_id: int) -> Response:
    """Propose to two parties, who have both asked for it, the place of the other."""
    visit = seen_visit(visit_id)
    other = seen_visit(number_or_404(request.form.get("other", "")))
    with acting() as act:
        made = swapping.swap(db, visit, other)
        swapped = _(
            "They have swapped. Swapped again, each is proposed the former place, and all answer "
            "anew."
        )
        act.tell(f"{swapped} {both_sides_asked(made)}")
    if act.done:
        return back_to(made[0].id)
    return redirect(url_for(".swap_visit", visit_id=visit_id))
