"""What an offer's own words would tell of the farm before both sides have said yes."""

import re

from webapp.models import Offer

NUMBER = re.compile(r"(?:\+33|0)[ .\-]?[1-9](?:[ .\-]?\d{2}){4}")
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}|https?://\S+|www\.\S+", re.IGNORECASE)
SHORTEST_NAME = 3


def told_early(offer: Offer) -> list[str]:
    """Return the names, numbers and addresses that the title or the description give away."""
    text = f"{offer.title}\n{offer.description}"
    farm = offer.farm
    names = [farm.name, farm.address, *re.findall(r"\w+", farm.host_names or "")]
    given = [
        name
        for name in names
        if name
        and len(name) >= SHORTEST_NAME
        and re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)
    ]
    return list(dict.fromkeys([*given, *NUMBER.findall(text), *ADDRESS.findall(text)]))
