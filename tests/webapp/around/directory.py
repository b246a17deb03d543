"""The files of a directory as data·inclusion publishes them: pandas writes both kinds."""

import csv
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

Entry = dict[str, Any]
COLUMNS = {
    "structures": "description telephone courriel horaires_accueil id lien_source siret source "
    "date_maj reseaux_porteurs site_web accessibilite_lieu nom longitude latitude "
    "complement_adresse commune adresse code_postal code_insee",
    "services": "lien_mobilisation horaires_accueil source structure_id lien_source "
    "conditions_acces date_maj id description thematiques modes_accueil modes_mobilisation "
    "mobilisable_par mobilisation_precisions publics publics_precisions type frais "
    "frais_precisions nombre_semaines volume_horaire_hebdomadaire zone_eligibilite nom longitude "
    "latitude complement_adresse commune adresse code_postal code_insee contact_nom_prenom "
    "courriel telephone score_qualite",
}
CAEN: Entry = {
    "commune": "Caen", "code_insee": "14118", "code_postal": "14000",
    "adresse": "3 Rue des Tilleuls", "latitude": 49.1829, "longitude": -0.3707,
}  # fmt: skip
BAYEUX: Entry = {
    "commune": "Bayeux", "code_insee": "14047", "code_postal": "14400",
    "adresse": "Place du Marché", "latitude": 49.2764, "longitude": -0.7024,
}  # fmt: skip
FRENCH = "lecture-ecriture-calcul--maitriser-le-francais"


def a_structure(code: str = "dora--tilleuls", **given: Any) -> Entry:
    return {
        "id": code, "source": "dora", "nom": "Centre social des Tilleuls",
        "date_maj": date(2026, 3, 2), "telephone": "+33231000001",
        "courriel": "accueil@tilleuls.example", "reseaux_porteurs": ["fcsf"], **CAEN, **given,
    }  # fmt: skip


def a_service(code: str = "dora--atelier", **given: Any) -> Entry:
    return {
        "id": code, "source": "dora", "structure_id": "dora--tilleuls",
        "nom": "Atelier de français",
        "description": "Deux soirs par semaine,\nle mardi et le jeudi.",
        "date_maj": date(2026, 3, 5), "type": "atelier", "thematiques": [FRENCH],
        "publics": ["personnes-exilees", "seniors"], "modes_accueil": ["en-presentiel"],
        "modes_mobilisation": ["telephoner", "se-presenter"], "mobilisable_par": ["usagers"],
        "frais": "gratuit", "zone_eligibilite": ["14"], "score_qualite": 0.8, **CAEN, **given,
    }  # fmt: skip


def written(
    folder: Path, structures: list[Entry], services: list[Entry], kind: str = "csv"
) -> tuple[Path, Path]:
    """Write both files as they are called on the Monday of their publication."""
    paths = []
    for name, entries in (("structures", structures), ("services", services)):
        path = folder / f"{name}-inclusion-2026-11-23.{kind}"
        names = COLUMNS[name].split()
        rows = [{each: entry.get(each) for each in names} for entry in entries]
        with path.open("w", encoding="utf-8", newline="") as text:
            if kind == "csv":
                table = csv.writer(text, lineterminator="\n")
                table.writerow(names)
                table.writerows([_cell(row[each]) for each in names] for row in rows)
            else:
                json.dump(rows, text, default=_milliseconds, ensure_ascii=False)
        paths.append(path)
    return paths[0], paths[1]


def _cell(said: Any) -> str:
    """Write a cell as pandas does: a list as Python writes it."""
    return "" if said is None else str(said)


def _milliseconds(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
