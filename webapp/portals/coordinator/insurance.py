"""The certificate that a farm sent, to note its last day from."""

from flask import Response, abort

from webapp.models import Farm
from webapp.portals.coordinator import portal
from webapp.services.farms import insurance
from webapp.web.access import find_or_404
from webapp.web.acts import note_reading


@portal.get("/farms/<int:farm_id>/insurance")
def show_insurance(farm_id: int) -> Response:
    """Give the certificate as a file, which no browser opens by itself; reading is kept."""
    farm = find_or_404(Farm, Farm.id == farm_id)
    paper = farm.insurance_paper
    if paper is None:
        abort(404)
    content, kind = insurance.read(paper), paper.kind
    note_reading("farm.insurance-read", farm)
    name = insurance.NAMES[kind]
    return Response(
        content, mimetype=kind, headers={"Content-Disposition": f"attachment; filename={name}"}
    )
