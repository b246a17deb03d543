"""The codes of data·inclusion's schema v1 with their French labels, and what we ask of them."""

import csv
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_name("referentials.csv")
"""The schema's own lists, as data-inclusion-schema 1.0.10 closes them."""

NEEDS: Final = {
    "french": ("lecture-ecriture-calcul--maitriser-le-francais",),
    "mobility": ("mobilite--",),
    "childcare": ("famille--garde-denfants",),
    "housing": ("logement-hebergement--",),
    "health-access": ("sante--acces-aux-soins",),
    "rights-and-papers": ("difficultes-administratives-ou-juridiques--",),
    "digital": ("numerique--",),
    "territory": (
        "remobilisation--activites-sportives-et-culturelles",
        "remobilisation--benevolat-action-citoyenne",
    ),
    "self-confidence": ("remobilisation--bien-etre-confiance-en-soi",),
    "codes-of-work": (
        "choisir-un-metier--", "preparer-sa-candidature--", "se-former--", "trouver-un-emploi--",
    ),
    "network": ("remobilisation--lien-social", "preparer-sa-candidature--developper-son-reseau"),
    "money": ("difficultes-financieres--", "equipement-et-alimentation--"),
}  # fmt: skip
"""By what stands in the way: the themes that answer it, or how they begin. Of health, only the
access to care."""
FROM_A_DISTANCE: Final = "a-distance"


@cache
def labels(kind: str) -> dict[str, str]:
    """Return the codes of one of the schema's lists, with their labels."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["label"] for row in csv.DictReader(lines) if row["list"] == kind}


@cache
def themes_of(need: str) -> frozenset[str]:
    """Return the themes that answer a need."""
    return frozenset(each for each in labels("themes") if each.startswith(NEEDS[need]))


@cache
def all_themes() -> frozenset[str]:
    """Return the themes that answer any need: a service of none of them is not kept."""
    return frozenset().union(*map(themes_of, NEEDS))
