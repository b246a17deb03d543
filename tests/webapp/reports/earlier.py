"""What a report said that was frozen before figures had bands, as the database keeps it."""

from typing import Any

FROZEN: dict[str, Any] = {
    "title": "Sillon – Région",
    "frozen_at": "2026-11-20T10:00:00+00:00",
    "foreword": "Ensemble.",
    "about": ["Du 1er janvier 2026 au 31 octobre 2026"],
    "notes": ["Chaque chiffre est un multiple de 5."],
    "words": {
        "definitions": "Définitions",
        "figures": "Chiffres",
        "few": "peu ou aucun",
        "heads": ["Indicateur", "Répartition", "Qui", "Transmis", "Dont", "Part transmise"],
    },
    "tables": [
        {
            "title": "Personnes parties en visite",
            "definition": "Personnes dont le dossier a été ouvert pendant la période.",
            "unit": "Personnes",
            "counts": True,
            "parts": [
                {
                    "title": "",
                    "lines": [
                        {"who": "Tout", "among": 60, "counted": 45, "share": 75, "bar": 100},
                    ],
                },
                {
                    "title": "Par sexe",
                    "lines": [
                        {"who": "Femme", "among": 35, "counted": 20, "share": None, "bar": 100},
                        {"who": "Homme", "among": 0, "counted": 0, "share": None, "bar": 0},
                    ],
                },
            ],
        },
        {
            "title": "Visites réalisées",
            "definition": "Visites allées jusqu’à leur dernier jour.",
            "unit": "Visites",
            "counts": False,
            "parts": [
                {
                    "title": "",
                    "lines": [
                        {"who": "Tout", "among": 0, "counted": None, "share": None, "bar": 0},
                    ],
                },
            ],
        },
    ],
}
