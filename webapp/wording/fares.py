"""What trains and coaches cost by the timetable, written as the reader's language writes sums."""

from decimal import Decimal

from babel.numbers import format_currency
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from webapp.geography.timetables import Fare, Leg, Way
from webapp.ground.isolates import isolated
from webapp.services.visits.journeys import Journeys
from webapp.wording.marks import in_french

Row = tuple[str, str, str]
"""As the part `facts` of a page takes it: pictogram, strong line, soft line."""


def money(price: Decimal, currency: str) -> str:
    """Return a sum, in an order of its own amid words that run the other way.

    Euros have their sign in every language, as on a ticket: CLDR's Ukrainian writes EUR.
    """
    return isolated(format_currency(price, currency, locale=get_locale()).replace("EUR", "€"))


def fare_rows(way: Way, people: int) -> list[Row]:
    """Return what a way costs each of its people, and all of them; nothing where it is not known.

    What is known of some of its trains and coaches alone says of which.
    """
    if way.fare:
        each = money(way.fare.price, way.fare.currency)
        strong = _("Trains and coaches, full fare: %(fare)s per person", fare=each)
        return [("tag", strong, _of_all(way.fare, people))]
    rows = [_of_a_part(fare, way.legs, people) for fare in way.fares]
    return [*rows, ("tag", _("What the rest costs is not known."), "")] if rows else []


def there_and_back(found: Journeys, people: int) -> list[Row]:
    """Return what all pay in all by the better ways, where that is known of both."""
    there, back = found.there[0].fare, found.back[0].fare
    if there is None or back is None or there.currency != back.currency:
        return []
    price = money((there.price + back.price) * people, there.currency)
    return [("tag", _("There and back for everybody, full fare: %(fare)s", fare=price), "")]


def _of_a_part(fare: Fare, legs: tuple[Leg, ...], people: int) -> Row:
    each = money(fare.price, fare.currency)
    strong = _("Only a part of the way, full fare: %(fare)s per person", fare=each)
    ends = in_french(legs[fare.first].start), in_french(legs[fare.last].end)
    part, total = Markup("{} – {}").format(*ends), _of_all(fare, people)
    return "tag", strong, Markup("{}<br>{}").format(part, total) if total else part


def _of_all(fare: Fare, people: int) -> str:
    if people < 2:
        return ""
    price = money(fare.price * people, fare.currency)
    return str(
        ngettext("For %(num)d person: %(fare)s", "For %(num)d people: %(fare)s", people, fare=price)
    )
