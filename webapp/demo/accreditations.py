"""Papers of a demonstration's programme, association, farm and animator, with their ends."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.models import Accreditation, Farm, Organisation, User

A_YEAR = timedelta(days=365)


def be_accredited(session: Session, farms: Sequence[Farm], by: User) -> None:
    """Let one paper end in days, two in weeks or months, and one in half a year."""
    home = session.scalars(select(Organisation).order_by(Organisation.id)).first()
    for name, number, days, whose in (
        ("Membre d’Accueil Paysan", "AP-27-118", 6, {"farm": farms[0]}),
        ("Agrément « entreprise solidaire d’utilité sociale »", "ESUS-2024-0931", 26, {}),
        ("Formation à l’interculturalité", "", 75, {"animator": "Nadia Ferhat"}),
        ("Agrément d’ingénierie sociale", "ISFT-93-044", 190, {"organisation": home}),
    ):
        until = today() + timedelta(days=days)
        made = Accreditation(
            name=name, number=number, valid_from=until - 3 * A_YEAR, valid_until=until, **whose
        )
        made.seen_by_id = by.id
        session.add(made)
