"""Figures for those who pay: what is counted, and how it is told."""

import re
from datetime import timedelta

from flask import request
from sqlalchemy import select

from webapp.ground.clock import today
from webapp.models import Organisation
from webapp.portals.coordinator import portal
from webapp.services.reports import loading
from webapp.services.reports.definitions import Selection
from webapp.services.reports.indicators import INDICATORS, SEX
from webapp.services.reports.tables import rounding_of, tabulate
from webapp.web import figures
from webapp.web.days import asked_day, asked_days
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import label
from webapp.wording.report_writing import banded, definition, notes, part_name

USUAL = timedelta(days=365)
A_NUMBER = re.compile(r"[0-9]{1,9}")


@portal.get("/indicators")
def show_indicators() -> str:
    """Show every indicator over the days asked for, as it is here and as it would be told."""
    selection = _selection()
    read = figures.read(
        lambda copy: tabulate(loading.load(copy), INDICATORS.values(), selection, rounding_of(copy))
    )
    return page(
        tables=read.found,
        read_at=read.at,
        selection=selection,
        associations=associations(),
        part_name=part_name,
        sexes=[(code, label("sex", code)) for code in SEX.parts],
        banded=banded,
        definition=definition,
        notes=notes(),
    )


def associations() -> dict[str, str]:
    """Return what each association is called, by its number as an address has it."""
    names = db.execute(select(Organisation.id, Organisation.name).order_by(Organisation.name))
    return {str(number): name for number, name in names}


def _selection() -> Selection:
    """Read what the address asks for; without a wish, the last year of everybody."""
    first, last = asked_days()
    last = last or today()
    association, sex = request.args.get("association", ""), request.args.get("sex", "")
    return Selection(
        first or last - USUAL,
        last,
        min(asked_day("as_of") or today(), today()),
        int(association) if A_NUMBER.fullmatch(association) else None,
        sex if sex in SEX.parts else "",
    )
