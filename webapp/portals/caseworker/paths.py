"""The path of a person: their goals, what stands in the way, and the steps."""

from collections.abc import Callable

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.ground.vocabulary import OBSTACLES, STEPS
from webapp.models import Goal, PathState, Person, Step
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import own_party
from webapp.portals.caseworker.path_forms import (
    GoalForm,
    NewGoalForm,
    ObstaclesForm,
    ServiceForm,
    StepForm,
)
from webapp.services.parties import assessments, case_meetings, orientations, paths
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import path_print

OF_A_PERSON = "/parties/<int:party_id>/people/<int:person_id>/path"


@portal.route(OF_A_PERSON, methods=["GET", "POST"])
def show_path(party_id: int, person_id: int) -> str | Response:
    """Show somebody's path, and add a step to it."""
    person = person_of(party_id, person_id)
    form = StepForm(who="both", due_on=today() + paths.USUAL_TIME)
    if form.validate_on_submit():
        with acting(form, "words") as act:
            paths.add_step(db, person, signed_in_user(), **form.said)
            act.tell(_("The step is added."))
        if act.done:
            return _back_to(person)
    noted, steps = paths.obstacles(db, person), paths.steps(db, person)
    stand = paths.standing(noted)
    return page(
        form=form,
        party=person.party,
        person=person,
        goals=paths.goals(db, person),
        steps=steps,
        stand=sorted(
            (each for each in stand.values() if each.level),
            key=lambda each: (-each.level, [*OBSTACLES].index(each.kind)),
        ),
        noted=noted,
        usual=paths.usual_steps(stand, steps),
        decided=case_meetings.about(db, person),
        answered=assessments.answered(db, person),
        phase=assessments.phase_of(db, person),
        is_adult=person.may_be_adult(today()),
        alone=paths.whose_telephone(db, person.party) is person,
        to_do=paths.to_do(db, person.party),
        today=today(),
    )


@portal.route(f"{OF_A_PERSON}/goals/new", methods=["GET", "POST"])
def note_goal(party_id: int, person_id: int) -> str | Response:
    """Write down what somebody wants."""
    person = person_of(party_id, person_id)
    form = NewGoalForm(language=next(iter(person.languages), None))
    if form.validate_on_submit():
        with acting(form, "words") as act:
            paths.note_goal(db, person, signed_in_user(), **form.said)
            act.tell(_("It is written down."))
        if act.done:
            return _back_to(person)
    return page(form=form, party=person.party, person=person)


@portal.route(f"{OF_A_PERSON}/goals/<int:goal_id>", methods=["GET", "POST"])
def edit_goal(party_id: int, person_id: int, goal_id: int) -> str | Response:
    """Write a goal better, or note what became of it."""
    person = person_of(party_id, person_id)
    goal = find_or_404(Goal, Goal.id == goal_id, Goal.person_id == person.id)
    form = GoalForm(goal)
    if form.validate_on_submit():
        with acting(form, "words") as act:
            paths.change_goal(db, person, goal, **form.said)
            act.tell(_("Saved."))
        if act.done:
            return _back_to(person)
    return page(form=form, party=person.party, person=person)


@portal.route(f"{OF_A_PERSON}/obstacles", methods=["GET", "POST"])
def note_obstacles(party_id: int, person_id: int) -> str | Response:
    """Note how much stands in the way by now; what was noted before stays."""
    person = person_of(party_id, person_id)
    stand = paths.standing(paths.obstacles(db, person))
    form = ObstaclesForm({kind: each.says for kind, each in stand.items()})
    if form.validate_on_submit():
        with acting(form) as act:
            count = paths.note_obstacles(db, person, signed_in_user(), form.said)
            told = ngettext("%(num)d change is noted.", "%(num)d changes are noted.", count)
            act.tell(told if count else _("Nothing has changed."), "success" if count else "info")
        if act.done:
            return _back_to(person)
    return page(form=form, party=person.party, person=person, kinds=[*OBSTACLES])


@portal.post(f"{OF_A_PERSON}/steps/usual")
def add_usual_step(party_id: int, person_id: int) -> Response:
    """Add a usual step in one click."""
    person, kind = person_of(party_id, person_id), request.form.get("kind", "")
    if kind not in STEPS:
        abort(404)
    with acting() as act:
        added = paths.add_usual_step(db, person, signed_in_user(), kind)
        act.tell(_("The step is added.") if added else _("This step is there already."))
    return _back_to(person)


@portal.route(f"{OF_A_PERSON}/steps/<int:step_id>", methods=["GET", "POST"])
def edit_step(party_id: int, person_id: int, step_id: int) -> str | Response:
    """Say otherwise what is to be done, by whom, or until when."""
    person = person_of(party_id, person_id)
    step = _step(person, step_id)
    if step.service:
        form: StepForm | ServiceForm = ServiceForm(step.service, step)
        change: Callable[..., None] = orientations.change
    else:
        form, change = StepForm(obj=step), paths.change_step
    if form.validate_on_submit():
        with acting(form, "" if step.service else "words") as act:
            change(db, person, step, **form.said)
            act.tell(_("Saved."))
        if act.done:
            return _back_to(person)
    return page(form=form, party=person.party, person=person, step=step)


@portal.post(f"{OF_A_PERSON}/steps/<int:step_id>/state")
def end_step(party_id: int, person_id: int, step_id: int) -> Response:
    """Note that a step is done or dropped, or that it is to be done after all."""
    person, said = person_of(party_id, person_id), request.form.get("state", "")
    step = _step(person, step_id)
    if said not in set(PathState):
        abort(404)
    with acting() as act:
        paths.end_step(db, person, step, PathState(said))
        act.tell(_("It is noted."))
    if "board" in request.form:
        return redirect(url_for("caseworker.show_todo"))
    return _back_to(person)


@portal.post(f"{OF_A_PERSON}/link")
def send_path(party_id: int, person_id: int) -> Response:
    """Send somebody the page of their path, in their language."""
    person = person_of(party_id, person_id)
    with acting() as act:
        paths.send_link(db, person)
        act.tell(_("A message with the link to their path leaves."))
    return _back_to(person)


@portal.get(f"{OF_A_PERSON}.pdf")
def print_path(party_id: int, person_id: int) -> Response:
    """Give somebody their path on paper, in their language."""
    person = person_of(party_id, person_id, read=False)
    note_reading("party.path-printed", person.party, person=person.id)
    name = f"sillon-{person.party.code}-{person.id}.pdf"
    noted = paths.standing(paths.obstacles(db, person))
    path = paths.goals(db, person), paths.steps(db, person), noted
    return Response(
        path_print.as_pdf(person, *path, case_meetings.about(db, person)),
        mimetype="application/pdf",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


def person_of(party_id: int, person_id: int, *, read: bool = True) -> Person:
    """Return one of the people of a file of one's own association, or answer 404."""
    found = {person.id: person for person in own_party(party_id, read=read).persons}
    return found.get(person_id) or abort(404)


def _step(person: Person, step_id: int) -> Step:
    return find_or_404(Step, Step.id == step_id, Step.person_id == person.id)


def path_of(person: Person) -> str:
    """Return the address of somebody's path."""
    return url_for("caseworker.show_path", party_id=person.party_id, person_id=person.id)


def _back_to(person: Person) -> Response:
    return redirect(path_of(person))
