"""What web processes hold together: read before they part, it lies in memory once for them all."""

import gc
from importlib import import_module

from flask import Flask
from sqlalchemy.orm import configure_mappers

from webapp.geography.search_index import read_every_index
from webapp.web.extensions import read_every_language

LIBRARIES = ("fpdf", "icalendar", "openpyxl", "phonenumbers.data.region_FR", "webapp.pdf")
"""What waits elsewhere for the first who needs it, and would then lie in each process."""


def read_what_all_need(app: Flask) -> None:
    """Read it, and leave it out of every later collection of garbage, which would copy it."""
    read_every_language(app)
    configure_mappers()
    read_every_index()
    for name in LIBRARIES:
        import_module(name)
    gc.collect()
    gc.freeze()
