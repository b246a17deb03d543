"""What another place would mean, in people and wishes: nobody reads points."""

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.services.rounds.result import Exchange


def balance(exchange: Exchange) -> list[tuple[str, str]]:
    """Return what another place would bring to a party and take from others, as tags."""
    told = [_for_them(exchange)]
    if exchange.lost:
        lose = ngettext(
            "%(num)d person would lose their place",
            "%(num)d people would lose their place",
            exchange.lost,
        )
        told.append((lose, "no"))
    return told


def _for_them(exchange: Exchange) -> tuple[str, str]:
    if exchange.wish > 0:
        return str(_("a better wish for them")), "wait" if exchange.lost else "ok"
    if exchange.wish < 0:
        return str(_("a wish that counts less for them")), "wait"
    if exchange.suits_better:
        return str(_("it would suit them better")), "wait" if exchange.lost else "ok"
    return str(_("it would not suit them better")), "wait"
