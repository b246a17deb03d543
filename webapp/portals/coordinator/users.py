"""The people with an account: who they are, suspended and let in again."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Date, Text, cast, func, literal_column, select, true
from werkzeug.wrappers import Response

from webapp.geography import find_commune
from webapp.models import Farm, Organisation, Role, User
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.user_forms import SuspensionForm
from webapp.services.accounts import invitations, second_factor, stand_ins, users
from webapp.services.records import taking_over
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page, shown_page
from webapp.web.unchanged import given_again

A_PAGE = 50
PARIS = literal_column("'Europe/Paris'", Text)
LISTED = (
    User.id,
    User.name,
    User.role,
    User.suspended_at,
    invitations.never_came_in().label("is_pending"),
    # The day alone: the hour is another one with each page that somebody reads.
    cast(func.timezone(PARIS, User.last_seen_at), Date).label("last_day"),
    func.coalesce(Organisation.name, Farm.name).label("home"),
)
"""What the list shows of each."""


@portal.get("/people")
@given_again()
def list_users() -> str:
    """Show everyone with an account or an invitation, some at a time."""
    asked = request.args.get("role", "")
    role = Role(asked) if asked in set(Role) else None
    wanted = User.role == role if role else true()
    total = db.scalar(select(func.count()).select_from(User).where(wanted)) or 0
    number, pages = shown_page(total, A_PAGE)
    query = select(*LISTED).where(wanted).outerjoin(User.farm).outerjoin(User.organisation)
    shown = query.order_by(User.name, User.id).offset((number - 1) * A_PAGE).limit(A_PAGE)
    return page(
        users=db.execute(shown).all(),
        number=number,
        pages=pages,
        roles=list(Role),
        role=role,
    )


def known_user(user_id: int) -> User:
    return find_or_404(User, User.id == user_id)


@portal.get("/people/<int:user_id>")
def show_user(user_id: int) -> str:
    """Show one person's account and what may be done with it."""
    user = known_user(user_id)
    return _page_of(user, _suspension_of(user))


def _page_of(user: User, form: SuspensionForm) -> str:
    invitation = invitations.live_invitation(db, user)
    return render_template(
        "coordinator/show_user.html",
        user=user,
        town=_town(user),
        form=form,
        left=stand_ins.left_by(db, user),
        programs=[each.name for each in taking_over.of(db, user)],
        pending=invitations.is_pending(user),
        invitation=invitation,
        why_not_sent=invitations.why_not_sent(db, invitation),
        oneself=user.id == signed_in_user().id,
    )


def _town(user: User) -> str:
    found = find_commune(user.nearby.commune) if user.nearby else None
    return found.label if found else ""


def _suspension_of(user: User) -> SuspensionForm:
    """Return the form that shuts someone out; it asks who takes over where somebody must."""
    form = SuspensionForm()
    if stand_ins.left_by(db, user):
        return form.offer(stand_ins.may_stand_in(db, user))
    del form.stand_in
    return form


@portal.post("/people/<int:user_id>/suspension")
def suspend_user(user_id: int) -> str | Response:
    """Shut someone out at once; who takes over is named where visits would be left alone."""
    user = known_user(user_id)
    form = _suspension_of(user)
    if form.validate_on_submit():
        named = db.get(User, int(form.stand_in.data)) if "stand_in" in form else None
        with acting(form) as act:
            users.suspend(db, user, by=signed_in_user(), stand_in=named)
            act.tell(_("%(name)s is shut out from now on.", name=user.name))
        if act.done:
            return back_to(user_id)
    return _page_of(user, form)


@portal.post("/people/<int:user_id>/restoration")
def restore_user(user_id: int) -> Response:
    """Let a suspended person in again."""
    user = known_user(user_id)
    with acting() as act:
        users.restore(db, user)
        act.tell(_("%(name)s may sign in again.", name=user.name))
    return back_to(user_id)


@portal.post("/people/<int:user_id>/incidents")
def look_after_incidents(user_id: int) -> Response:
    """Let a coordinator look after incidents from now on, or no more."""
    user = find_or_404(User, User.id == user_id, User.role == Role.COORDINATOR)
    so = request.form.get("reads") == "yes"
    with acting() as act:
        users.look_after_incidents(db, user, by=signed_in_user(), so=so)
        act.tell(_("Saved. What is open already keeps the readers it has."))
    return back_to(user_id)


@portal.post("/people/<int:user_id>/second-factor-reset")
def reset_second_factor(user_id: int) -> Response:
    """Let someone whose telephone is lost set up another at the next sign-in."""
    user = known_user(user_id)
    with acting() as act:
        second_factor.reset_for(db, user, by=signed_in_user())
        act.tell(_("%(name)s adds a telephone at the next sign-in.", name=user.name))
    return back_to(user_id)


def back_to(user_id: int) -> Response:
    """Lead to a person's page."""
    return redirect(url_for("coordinator.show_user", user_id=user_id))
