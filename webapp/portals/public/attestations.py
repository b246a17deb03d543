"""Whoever was shown an attestation learns whether its number is valid, and nothing else."""

from datetime import timedelta

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.ground import languages
from webapp.portals.public import portal
from webapp.services.after import attestations
from webapp.web.access import wait_to_knock
from webapp.web.extensions import db, offer_languages
from webapp.web.pages import page
from webapp.web.throttle import Alarm, Door
from webapp.wording import until_then

HOUR = timedelta(hours=1)


@portal.get("/attestation")
@portal.get("/attestation/<attestation_number>")
def check_attestation(attestation_number: str = "") -> str | Response:
    """Say whether a number is that of a valid attestation; so many are tried from one address."""
    offer_languages(languages.STAFF)
    if "number" in request.args:
        typed = attestations.read_number(request.args["number"])
        if typed is None:
            told = _(
                "This is no number of an attestation: it has 12 letters and digits, and none of "
                "0, O, 1 and I."
            )
            return page(number=request.args["number"][:40], wrong=told, valid=None)
        return redirect(url_for("public.check_attestation", attestation_number=typed))
    if not attestation_number:
        return page(number="", wrong="", valid=None)
    if wait := wait_to_knock(*_doors()):
        told = _("Many numbers were tried from here. Wait %(time)s.", time=until_then(wait))
        return page(number=attestation_number[:40], wrong=told, valid=None)
    kept = attestations.read_number(attestation_number)
    valid = kept is not None and attestations.is_valid(db, kept)
    return page(number=kept or attestation_number[:40], wrong="", valid=valid)


def _doors() -> tuple[Door, ...]:
    return (
        Door(f"attestation-from:{request.remote_addr}", 300, HOUR),
        Alarm("attestations", 1000, HOUR),
    )
