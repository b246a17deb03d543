"""An invented directory of services around the people's communes, loaded as a real one would be."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.geography import Commune, find_commune
from webapp.ground.clock import today
from webapp.models import Party, ServiceAround, ServicesPublication, User
from webapp.services.around import loading
from webapp.services.parties import orientations

PUBLISHER: Final = "Annuaire inventé"
LICENCE: Final = "rien n’y est vrai"
COMMUNES: Final = 6
"""So many communes, those where most people live, have services."""
OFFERED: Final = (
    ("lecture-ecriture-calcul--maitriser-le-francais", "atelier", "Cours de français du soir",
     "Centre social des Tilleuls", "Deux soirs par semaine, tous niveaux, une salle de jeux "
     "pour les enfants à côté."),
    ("mobilite--preparer-un-permis", "accompagnement", "Échanger ou passer son permis",
     "Roule Campagne", "Aide au dossier d’échange, code en groupe, prêt d’un scooter."),
    ("famille--garde-denfants", "accompagnement", "Halte-garderie", "La Ribambelle",
     "Garde à l’heure de 3 mois à 6 ans, sur réservation la veille."),
    ("logement-hebergement--louer-un-logement", "accompagnement", "Chercher un logement",
     "Toits d’ici", "Aide à la demande de logement social et à la lecture d’un bail."),
    ("sante--acces-aux-soins", "information", "Ouvrir ses droits aux soins", "Maison des droits",
     "Un rendez-vous pour la carte Vitale et le choix d’un médecin."),
    ("difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",
     "accompagnement", "Permanence juridique", "Maison des droits",
     "Un juriste reçoit le jeudi après-midi, sans rendez-vous."),
    ("numerique--acceder-a-des-services-en-ligne", "atelier", "Démarches en ligne",
     "Médiathèque du Marché", "Des ordinateurs et quelqu’un pour aider, trois matins par semaine."),
    ("preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation", "atelier",
     "Atelier CV", "Le Tremplin", "Écrire son CV et le traduire, par groupes de six."),
    ("remobilisation--lien-social", "atelier", "Jardin partagé", "Les Mains vertes",
     "On jardine ensemble le samedi ; venir suffit."),
    ("difficultes-financieres--ameliorer-sa-gestion-budgetaire", "information",
     "Point conseil budget", "Le Tremplin", "Comprendre ses factures et ses aides."),
)  # fmt: skip


def surround(session: Session, parties: Sequence[Party], by: User) -> None:
    """Let there be services near most people, and two of them on somebody's path; one is gone."""
    lived_in = Counter(party.commune for party in parties).most_common(COMMUNES)
    communes = [each for code, _count in lived_in if (each := find_commune(code))]
    _load(session, communes, OFFERED)
    mine = [each for each in parties if each.organisation_id == by.organisation_id]
    near = [each for each in mine if each.commune in {one.code for one in communes}]
    for party, (need, place) in zip(near, (("french", 0), ("digital", 6)), strict=False):
        code = _code(party.commune, place)
        service = session.scalars(select(ServiceAround).where(ServiceAround.code == code)).one()
        orientations.send_to(
            session, party.persons[0], by, service,
            need=need, who="both", due_on=today() + timedelta(days=9),
        )  # fmt: skip
    _load(session, communes, [each for each in OFFERED if not each[0].startswith("numerique")])


def _load(session: Session, communes: list[Commune], offered: Sequence[tuple[str, ...]]) -> None:
    """Load the files that a directory would publish of these services."""
    publication = ServicesPublication(publisher=PUBLISHER, licence=LICENCE, as_of=today())
    with TemporaryDirectory() as folder:
        structures, services = Path(folder) / "structures.json", Path(folder) / "offered.json"
        told = [_told(each, *one) for each in communes for one in enumerate(OFFERED)]
        structures.write_text(json.dumps([body for body, _service in told]), encoding="utf-8")
        kept = [service for _body, service in told if service["thematiques"][0] in
                {each[0] for each in offered}]  # fmt: skip
        services.write_text(json.dumps(kept), encoding="utf-8")
        loading.load(session, structures, services, publication)


def _told(commune: Commune, place: int, offered: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
    theme, kind, name, body, description = offered
    code = _code(commune.code, place)
    where = {
        "commune": commune.name, "code_insee": commune.code, "code_postal": commune.postcodes[0],
        "adresse": f"{place + 1} rue Inventée", "complement_adresse": None,
        "latitude": commune.point.latitude, "longitude": commune.point.longitude,
    }  # fmt: skip
    seen = {"source": "annuaire", "date_maj": str(today() - timedelta(days=20 + place))}
    structure = {"id": f"{code}-structure", "nom": f"{body} (inventé)", **seen, **where}
    service = {
        "id": code, "structure_id": structure["id"], "nom": name, "description": description,
        "type": kind, "thematiques": [theme], "publics": ["tous-publics"], "frais": "gratuit",
        "modes_accueil": ["en-presentiel"], "modes_mobilisation": ["telephoner", "se-presenter"],
        "mobilisable_par": ["usagers", "professionnels"], "horaires_accueil": "Mo-Fr 09:00-17:00",
        "zone_eligibilite": [commune.department], **seen, **where,
    }  # fmt: skip
    return {**structure, "telephone": f"+3319900{place:02d}{commune.code[-2:]}"}, service


def _code(commune: str, place: int) -> str:
    return f"invente--{commune}-{place}"
