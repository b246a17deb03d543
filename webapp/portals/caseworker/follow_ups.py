"""Follow-ups of one's association: who is due, the words of the call, what came of it."""

from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, ValidationError

from webapp.ground.clock import today
from webapp.models import OUTCOMES, PROOFS, WAYS, FollowUp, FollowUpState, Side, Visit
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.follow_up_calls import whose
from webapp.portals.caseworker.todo import asked_desk
from webapp.services.after import follow_ups
from webapp.services.parties import referents
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, note_reading
from webapp.web.days import DONE
from webapp.web.extensions import db
from webapp.web.forms import DayField, Form, choices, required
from webapp.web.kept_searches import searches
from webapp.web.pages import page, shown_page
from webapp.web.unchanged import given_again

A_PAGE = 25
ASKED = ("state", "side", "referent")
"""What the address of the list may ask for, beside the page."""
STATES: dict[str, tuple[FollowUpState, ...]] = {
    "": follow_ups.OPEN,
    "lost": (FollowUpState.LOST,),
    "reached": (FollowUpState.REACHED,),
}


class FollowUpForm(Form):
    """How somebody was tried, and what came of it."""

    how = RadioField(_l("How"), default="call", choices=choices("follow-up-way", WAYS))
    on = DayField(_l("Which day"), [required(_l("Enter the day"))], span=DONE, default=today)
    result = RadioField(
        _l("What came of it"),
        [required(_l("Choose one of the answers"))],
        choices=choices("follow-up-result", ("reached", "not-reached")),
    )
    outcome = SelectField(
        _l("What has become of them"), choices=choices("follow-up-outcome", OUTCOMES, none="–")
    )
    proof = RadioField(
        _l("On what it stands"), default="said", choices=choices("follow-up-proof", PROOFS)
    )

    def validate_outcome(self, field: SelectField) -> None:
        """Ask for an outcome where somebody was reached, and for none where nobody was."""
        if self.result.data == "reached" and not field.data:
            raise ValidationError(_l("Choose what has become of them; “unknown” counts as well"))
        if self.result.data == "not-reached" and field.data:
            raise ValidationError(_l("Nobody was reached: leave this empty"))


@portal.route("/follow-ups", methods=["GET", "POST"])
@given_again(has_form=True)
def list_follow_ups() -> str | Response:
    """Show who is to be asked what became of it, the first due first; keep the search."""
    kept = searches(ASKED)
    if kept.done:
        return kept.again()
    organisation_id = signed_in_user().organisation_id or 0
    accompany = referents.referents(db, organisation_id)
    desk = asked_desk(organisation_id, accompany)
    state, side = request.args.get("state", ""), request.args.get("side", "")
    chosen = STATES.get(state, STATES[""])
    of = Side(side) if side in set(Side) else None
    asked = follow_ups.looked_for(desk.parties(), chosen, of)
    number, pages = shown_page(db.scalar(follow_ups.counted(asked)) or 0, A_PAGE)
    return page(
        shown=follow_ups.listed(db, asked.limit(A_PAGE).offset((number - 1) * A_PAGE)),
        number=number,
        pages=pages,
        state=state if state in STATES else "",
        side=side,
        sides=[(each.value, each.value) for each in Side],
        states=[each for each in STATES if each],
        desk=desk,
        referents=accompany,
        today=today(),
        whose=whose(),
        **kept.shown,
    )


@portal.route("/follow-ups/<int:follow_up_id>", methods=["GET", "POST"])
def show_follow_up(follow_up_id: int) -> str | Response:
    """Show whom to call with which words, and keep what came of it."""
    found = _own(follow_up_id)
    if request.method == "GET":
        note_reading("visit.follow-up-read", found.visit, side=found.side.value)
    form = FollowUpForm(data=_stored(found))
    if found.outcome:
        form.result.choices = choices("follow-up-result", ("reached",))
    if form.validate_on_submit():
        with acting(form, "on") as act:
            act.tell(_keep(found, form))
        if act.done:
            return redirect(url_for("caseworker.list_follow_ups"))
    return page(form=form, follow_up=found, visit=found.visit)


def _stored(found: FollowUp) -> dict[str, Any]:
    """Return what is known of somebody who was reached, to be put right."""
    if not found.outcome:
        return {}
    known = {"result": "reached", "outcome": found.outcome, "proof": found.proof}
    by = {"how": found.told_by} if found.told_by in WAYS else {}
    return {"on": found.reached_on, **known, **by}


def _keep(found: FollowUp, form: FollowUpForm) -> Any:
    if form.result.data == "reached":
        follow_ups.reach(db, found, form.outcome.data, form.how.data, form.on.data, form.proof.data)
        return _("It is noted that they were reached.")
    follow_ups.attempt(db, found, form.how.data, form.on.data, signed_in_user())
    if found.state is FollowUpState.LOST:
        return _("It is noted. They count as lost now; they may still be reached later.")
    return _("It is noted that they were not reached.")


def _own(follow_up_id: int) -> FollowUp:
    mine = FollowUp.visit.has(Visit.organisation_id == signed_in_user().organisation_id)
    return find_or_404(FollowUp, FollowUp.id == follow_up_id, mine)
