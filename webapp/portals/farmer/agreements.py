"""An immersion on one's farm: read, and signed with a code from one's own mailbox."""

from datetime import timedelta

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.models import AgreementSignature, Signer
from webapp.portals.farmer import portal
from webapp.portals.farmer.loaders import own_farm
from webapp.services.agreements import signing, standing
from webapp.web.access import knock, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.printing import pdf_file
from webapp.web.throttle import Door
from webapp.wording import agreement_paper
from webapp.wording.agreements import shown
from webapp.wording.codes import digits_of, why_refused

WHILE, HOUR = timedelta(minutes=15), timedelta(hours=1)


@portal.route("/agreements/<int:agreement_id>", methods=["GET", "POST"])
def sign_agreement(agreement_id: int) -> str | Response:
    """Show what is to be signed, and take the code that signs it for the farm."""
    signature, user = _own(agreement_id), signed_in_user()
    version = signing.version_of(db, signature.agreement, signature.version)
    if version is None or not version.said:
        raise NotFound
    if request.method == "POST" and request.form.get("read") != "yes":
        flash(_("Tick that you have read it, then sign."), "error")
        return _back(agreement_id)
    if request.method == "POST":
        knock(Door(f"agreement-try:{signature.id}", 15, HOUR))
        digits = digits_of(request.form.get("code", ""))
        with acting() as act:  # a wrong try is kept as well: it counts
            taken = signing.sign_by_code(db, signature, digits, user.name, user)
            if taken.refused:
                act.tell(why_refused(taken), "error")
            else:
                act.tell(_("Signed. Thank you!"))
        return _back(agreement_id)
    return page(
        signature=signature,
        said=shown(version.said),
        association=version.said["association"],
        code_is_good=signing.code_is_good(signature),
        may_sign=standing.may_sign(db, signature),
        stands=standing.stands(db, signature),
    )


@portal.post("/agreements/<int:agreement_id>/code")
def send_agreement_code(agreement_id: int) -> Response:
    """Send the code that signs to the mailboxes of the farm."""
    signature = _own(agreement_id)
    knock(Door(f"agreement-code:{signature.id}", 4, WHILE))
    with acting() as act:
        signing.send_code(db, signature)
        act.tell(_("A code is on its way to your mailbox."))
    return _back(agreement_id)


@portal.get("/agreements/<int:agreement_id>/paper.pdf")
def download_agreement(agreement_id: int) -> Response:
    """Give the paper, with the signatures that it has."""
    signature = _own(agreement_id)
    agreement = signature.agreement
    version = signing.version_of(db, agreement, signature.version)
    if version is None or not version.said:
        raise NotFound
    number = f"{agreement.id}-{version.number}"
    holds = standing.stands(db, signature)
    document = agreement_paper.printed(version.said, number, agreement.signatures, holds=holds)
    return pdf_file(document, f"sillon-convention-{number}")


def _back(agreement_id: int) -> Response:
    return redirect(url_for("farmer.sign_agreement", agreement_id=agreement_id))


def _own(agreement_id: int) -> AgreementSignature:
    """Return the farm's place to sign on the last version of an agreement, or answer 404."""
    of_farm = AgreementSignature.agreement.has(farm_id=own_farm().id)
    mine = AgreementSignature.agreement_id == agreement_id, AgreementSignature.signer == Signer.FARM
    query = select(AgreementSignature).where(of_farm, *mine)
    found = db.scalars(query.order_by(AgreementSignature.version.desc())).first()
    if found is None:
        raise NotFound
    return found
