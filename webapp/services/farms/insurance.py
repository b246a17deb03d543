"""A farm's certificate of insurance: sent, looked at, and deleted once its last day is noted."""

from base64 import b64decode, b64encode
from io import BytesIO

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.ground.pictures import read_page
from webapp.models import Farm, InsurancePaper
from webapp.services.records import audit

PDF = b"%PDF-"
NAMES = {"application/pdf": "assurance.pdf", "image/jpeg": "assurance.jpg"}
"""By media type, what the file is called for whoever looks at it."""


def send(session: Session, farm: Farm, sent: bytes) -> None:
    """Keep a certificate in place of the one before; a picture is written anew."""
    is_pdf = sent.startswith(PDF)
    try:
        content = sent if is_pdf else read_page(BytesIO(sent))
    except RuleBroken as error:
        raise RuleBroken("paper-unreadable") from error
    drop(session, farm)
    farm.insurance_paper = InsurancePaper(
        kind="application/pdf" if is_pdf else "image/jpeg", content=b64encode(content).decode()
    )
    audit.record(session, "farm.insurance-sent", farm)
    session.flush()


def drop(session: Session, farm: Farm) -> None:
    """Delete the certificate, if one is there."""
    if farm.insurance_paper is not None:
        farm.insurance_paper = None
        audit.record(session, "farm.insurance-paper-deleted", farm)
        session.flush()


def read(paper: InsurancePaper) -> bytes:
    """Return the certificate itself."""
    return b64decode(paper.content)


def papers() -> Select[InsurancePaper]:
    """Ask for the certificates that nobody has noted yet."""
    return select(InsurancePaper)


def waiting(session: Session) -> list[Farm]:
    """Return the farms whose certificate nobody has noted yet, the first one sent first."""
    query = select(Farm).join(Farm.insurance_paper).order_by(InsurancePaper.sent_at)
    return list(session.scalars(query))
