"""An agreement behind a link: a code opens it, in one's own language, to be read and signed.

The link alone tells that there is one: who goes where on which days is read after the code, for a
quarter of an hour, by the browser that gave it.
"""

from datetime import datetime, timedelta
from typing import Any

from flask import flash, g, redirect, request, session, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.ground import languages
from webapp.ground.clock import now
from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.models import AgreementSignature, Party, Signer
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.own_proof import keeps_no_paper, see_that_it_is_theirs
from webapp.services.agreements import signing, standing
from webapp.web import guest_pages
from webapp.web.access import knock
from webapp.web.acts import acting, note_reading, over
from webapp.web.extensions import db, offer_languages
from webapp.web.pages import page
from webapp.web.printing import pdf_file
from webapp.web.throttle import Alarm, Door
from webapp.wording import agreement_paper
from webapp.wording.codes import digits_of, why_refused

QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
OPENED = "agreement"
"""In the cookie: which signature's code was given in this browser, and when."""


@portal.get("/agreement/<token>")
def show_agreement(token: str) -> str:
    """Ask for the code; once it was given, show what is to be signed."""
    signature, said = _open(token)
    opened = _is_opened(signature)
    if opened:
        note_reading("agreement.read", signature.agreement, signer=signature.signer.value)
    return page(token=token, **guest_pages.of_agreement(signature, said, opened=opened))


@portal.post("/agreement/<token>/code")
def send_agreement_code(token: str) -> Response:
    """Send six digits to the telephone or the mailbox that the link was sent to."""
    signature, _said = _open(token)
    door = f"agreement-code:{signature.id}"
    knock(Door(door, 3, QUARTER), Door(f"{door}:day", 12, DAY), Alarm("agreement-code", 300, DAY))
    with acting() as act:
        signing.send_code(db, signature)
        act.tell(_("A code of 6 digits is on its way. It is good for 10 minutes."))
    return _back(token)


@portal.post("/agreement/<token>/proof")
def open_agreement(token: str) -> Response:
    """Take the code, which opens it in this browser."""
    signature, _said = _open(token)
    knock(Door(f"agreement-try:{signature.id}", 15, HOUR), Alarm("agreement-try", 300, HOUR))
    digits = digits_of(request.form.get("code", ""))
    with acting() as act:  # a wrong try is kept as well: it counts
        taken = signing.prove(db, signature, digits)
        if taken.refused:
            act.tell(why_refused(taken), "error")
        else:
            session[OPENED] = [signature.id, now().isoformat()]
    return _back(token)


@portal.post("/agreement/<token>/signature")
def sign_agreement(token: str) -> Response:
    """Sign what was read, in the browser that gave the code."""
    signature, said = _open(token)
    if not standing.may_sign(db, signature):
        if signature.at is None:  # else its page says when it was signed, or that it is over
            flash(over(RuleBroken("not-from-this-state")), "error")
        return _back(token)
    if not _is_opened(signature):
        flash(_("Give the code again: a quarter of an hour is over."), "error")
    elif request.form.get("read") != "yes":
        flash(_("Tick that you have read it, then sign."), "error")
    else:
        with acting() as act:
            signing.sign_proved(db, signature, signing.signer_name(signature, said))
            act.tell(_("Signed. Thank you!"))
    return _back(token)


@portal.get("/agreement/<token>/paper.pdf")
def download_agreement(token: str) -> Response:
    """Give the paper, with one's own signature once there is one."""
    signature, said = _open(token)
    if not _is_opened(signature) or keeps_no_paper():
        return _back(token)
    note_reading("agreement.read", signature.agreement, signer=signature.signer.value)
    number = f"{signature.agreement_id}-{signature.version}"
    holds = standing.stands(db, signature)
    document = agreement_paper.printed(said, number, [signature], holds=holds)
    return pdf_file(document, f"sillon-convention-{number}")


def _is_opened(signature: AgreementSignature) -> bool:
    """Whether this browser gave its code lately, and it may still be read."""
    number, at = session.get(OPENED) or (None, "")
    fresh = number == signature.id and datetime.fromisoformat(at) > now() - QUARTER
    return fresh and signature.may_be_read


def _back(token: str) -> Response:
    return redirect(url_for("visit_page.show_agreement", token=token))


def _open(token: str) -> tuple[AgreementSignature, dict[str, Any]]:
    """Find what a link lets its reader sign, in their language; what is forgotten is a 404."""
    signature = signing.find(db, token)
    if signature is None:
        raise NotFound
    version = signing.version_of(db, signature.agreement, signature.version)
    if version is None or not version.said:
        raise NotFound
    if signature.signer is Signer.PERSON:
        shown_at = url_for("visit_page.show_agreement", token=token)
        see_that_it_is_theirs(_whose_telephone(signature), shown_at)
        if languages.find(request.args.get("lang") or session.get("language")) is None:
            g.language = languages.read_in(signature.language)
    else:
        offer_languages(languages.STAFF)
    return signature, version.said


def _whose_telephone(signature: AgreementSignature) -> Party:
    """Return the file of who signs; behind their link, all else of it stays shut until the code."""
    with seeing_everyone(db):
        whole = [selectinload(Party.persons)]
        return db.get_one(
            Party, signature.agreement.party_id, options=whole, populate_existing=True
        )
