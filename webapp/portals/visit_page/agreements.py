"""An agreement behind a link: read in one's own language, and signed with a code."""

from datetime import timedelta
from typing import Any

from flask import flash, g, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.ground import languages
from webapp.models import AgreementSignature, Signer
from webapp.portals.visit_page import portal
from webapp.services.agreements import signing
from webapp.web.access import knock
from webapp.web.acts import acting
from webapp.web.extensions import db, offer_languages
from webapp.web.pages import page
from webapp.web.printing import pdf_file
from webapp.web.throttle import Alarm, Door
from webapp.wording import agreement_paper
from webapp.wording.agreements import shown
from webapp.wording.codes import digits_of, why_refused

QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)


@portal.get("/agreement/<token>")
def show_agreement(token: str) -> str:
    """Show what is to be signed, and ask for the code once it was sent."""
    signature, said = _open(token)
    return page(
        token=token,
        signature=signature,
        said=shown(said),
        code_is_good=signing.code_is_good(signature),
    )


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


@portal.post("/agreement/<token>/signature")
def sign_agreement(token: str) -> Response:
    """Take the code, which signs."""
    signature, said = _open(token)
    if request.form.get("read") != "yes":
        flash(_("Tick that you have read it, then sign."), "error")
        return _back(token)
    knock(Door(f"agreement-try:{signature.id}", 15, HOUR), Alarm("agreement-try", 300, HOUR))
    digits, name = digits_of(request.form.get("code", "")), signing.signer_name(signature, said)
    with acting() as act:  # a wrong try is kept as well: it counts
        taken = signing.sign_by_code(db, signature, digits, name)
        if taken.refused:
            act.tell(why_refused(taken), "error")
        else:
            act.tell(_("Signed. Thank you!"))
    return _back(token)


@portal.get("/agreement/<token>/paper.pdf")
def download_agreement(token: str) -> Response:
    """Give the paper, with one's own signature once there is one."""
    signature, said = _open(token)
    number = f"{signature.agreement_id}-{signature.version}"
    document = agreement_paper.printed(said, number, [signature])
    return pdf_file(document, f"sillon-convention-{number}")


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
        if languages.find(request.args.get("lang") or session.get("language")) is None:
            g.language = languages.read_in(signature.language)
    else:
        offer_languages(languages.STAFF)
    return signature, version.said
