"""Draws from the sourced and assumed distributions (`distributions.json` names each basis)."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

FILE = Path(__file__).parent / "distributions.json"

PRODUCTION_OF = {
    "legumes_champignons_fleurs": "vegetables",
    "ovins_caprins_autres_herbivores": "sheep-goats",
    "polyculture_polyelevage": "mixed-farming",
    "fruits_autres_permanentes": "fruit",
    "bovins_lait": "dairy",
    "apiculture": "bees",
    "bovins_viande": "beef",
    "granivores_porcins_volailles": "poultry",
    "viticulture": "vineyard",
    "grandes_cultures": "cereals",
}
"""Production codes of Sillon by the farm types of the statistics (OTEX)."""

WISH_OF = {
    "vegetables": "vegetables",
    "sheep_goats": "sheep-goats",
    "cattle": "dairy",
    "fruit": "fruit",
    "bees": "bees",
    "poultry": "poultry",
    "cereals_bread": "cereals",
    "vine": "vineyard",
}


@cache
def table(name: str) -> dict[str, Any]:
    """Return one table of the file, such as ``nationality``."""
    tables: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return tables[name]


def draw(rng: Random, shares: Mapping[str, float]) -> str:
    """Draw one key by its share."""
    return rng.choices(list(shares), weights=list(shares.values()))[0]


def draw_several(rng: Random, chances: Mapping[str, float]) -> list[str]:
    """Draw each key on its own, by its chance."""
    return [key for key, chance in chances.items() if rng.random() < chance]


def otex_of(production: str) -> str:
    """Return the statistics' farm type of a production."""
    return next(otex for otex, code in PRODUCTION_OF.items() if code == production)


def draw_arrival(rng: Random, production: str, days: list[date]) -> date:
    """Draw a day of arrival: by the season of the production, more often on a Monday or Friday."""
    season = table("season_host_availability_by_month")["shares"][otex_of(production)]
    likely = {0: 3.0, 4: 2.0, 5: 1.5}
    weights = [season[day.month - 1] * likely.get(day.weekday(), 0.5) for day in days]
    return rng.choices(days, weights=weights)[0]
