"""To what a village is invited, behind the code of its poster, and three questions afterwards.

No guest is named, and no farm unasked. A telephone answers once: its browser keeps until the next
evening that it has, in a cookie that is the same in every telephone.
"""

from datetime import datetime, time, timedelta

from flask import current_app, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from itsdangerous import URLSafeSerializer
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import Optional

from webapp.geography import find_commune
from webapp.ground.clock import PARIS
from webapp.ground.database import DOOR, Scope, set_scope
from webapp.models import VILLAGE_GRID, VILLAGE_GRIDS, Gathering
from webapp.portals.public import portal
from webapp.services.village import gatherings, voices
from webapp.web.access import find_or_404, wait_to_knock
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, choices
from webapp.web.pages import page
from webapp.web.throttle import Alarm, Door
from webapp.wording import label, until_then

HOUR = timedelta(hours=1)
FROM_ONE_ADDRESS = 200
"""Answers an hour: a hall full of people has one address."""
SAID = "village"
"""The cookie that keeps that a telephone has answered."""


class VoiceForm(Form):
    """Three questions, each answered by a tap, or left out."""

    def validate(self, extra_validators: object = None) -> bool:
        """Whether something was answered."""
        is_valid = super().validate(extra_validators)
        if is_valid and not self.said():
            self.refuse(next(iter(self.questions())), str(_("Choose one answer at least")))
            return False
        return is_valid

    def questions(self) -> list[str]:
        """Return the questions, in their order."""
        return list(VILLAGE_GRIDS[VILLAGE_GRID])

    def said(self) -> dict[str, str]:
        """Return what was answered, by question."""
        given = {each: self[each].data for each in self.questions()}
        return {question: answer for question, answer in given.items() if answer}


for _question, _answers in VILLAGE_GRIDS[VILLAGE_GRID].items():
    _field = RadioField(
        label("village-question", _question),
        [Optional()],
        choices=choices("village-answer", _answers),
        description=_l("Leave it out if you would rather not say."),
    )
    setattr(VoiceForm, _question, _field)


@portal.route("/village/<int:gathering_id>", methods=["GET", "POST"])
def show_gathering(gathering_id: int) -> Response:
    """Show a gathering of which everybody may read; once it has begun, ask and count."""
    gathering, form = _told_of(gathering_id), VoiceForm()
    on = redirect(url_for("public.show_gathering", gathering_id=gathering_id))
    has_said = _has_said(gathering)
    if request.method == "POST" and has_said:
        return on
    asks = gathering.asks and gatherings.is_told(db, gathering)
    if asks and form.validate_on_submit() and _hear(gathering, form):
        _remember(on, gathering)
        return on
    return make_response(_page(gathering, form, has_said=has_said))


def _hear(gathering: Gathering, form: VoiceForm) -> bool:
    """Count what is said; whether it was."""
    if wait := wait_to_knock(*_doors(gathering)):
        told = _("Many answers came from here. Wait %(time)s, or take a sheet of paper.",
                 time=until_then(wait))  # fmt: skip
        form.refuse("", told)
        return False
    set_scope(db, Scope("gathering", gathering.id))
    with acting(form, asks=False) as act:
        voices.hear(db, gathering, form.said())
    set_scope(db, DOOR)
    return act.done


def _page(gathering: Gathering, form: VoiceForm, *, has_said: bool) -> str:
    commune = find_commune(gathering.commune)
    return page(
        gathering=gathering,
        is_told=gatherings.is_told(db, gathering),
        commune=commune.label if commune else "",
        form=form if gathering.asks and not has_said else None,
        has_said=has_said,
    )


def _told_of(gathering_id: int) -> Gathering:
    told = Gathering.announced_at.is_not(None)
    return find_or_404(Gathering, Gathering.id == gathering_id, told)


def _doors(gathering: Gathering) -> tuple[Door, ...]:
    """Return what limits a flood."""
    return (
        Door(f"voice-from:{gathering.id}:{request.remote_addr}", FROM_ONE_ADDRESS, HOUR),
        Alarm("voices", 1000, HOUR),
    )


def _cookie(gathering: Gathering) -> str:
    """Return what says that a telephone has answered: nothing that tells it from another."""
    secret = str(current_app.config["SECRET_KEY"])
    return str(URLSafeSerializer(secret, SAID).dumps(gathering.id))


def _has_said(gathering: Gathering) -> bool:
    is_kept = request.cookies.get(SAID) == _cookie(gathering)
    return is_kept and not gathering.telephones_left_out


def _remember(answer: Response, gathering: Gathering) -> None:
    """Let the browser keep it until nothing is asked any more."""
    answer.set_cookie(
        SAID,
        _cookie(gathering),
        expires=datetime.combine(gathering.day + timedelta(days=2), time(), PARIS),
        path=url_for("public.show_gathering", gathering_id=gathering.id),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
