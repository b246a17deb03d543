"""Finds one page of every kind by following links, as each kind of person."""

from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from flask import Flask
from playwright.sync_api import Error, Page
from werkzeug.exceptions import HTTPException

LONGEST = 200
"""More pages than the site has kinds: a crawl that reaches it goes in circles."""


def kind_of(app: Flask, address: str) -> str | None:
    """Return the endpoint that answers an address; none for what is no page."""
    path = urlsplit(address).path
    try:
        endpoint, _values = app.url_map.bind("localhost").match(path, method="GET")
    except HTTPException:
        return None
    return None if endpoint == "static" else str(endpoint)


def pages(
    app: Flask,
    tab: Page,
    site: str,
    starts: list[str],
    portals: tuple[str, ...],
    told: list[str],
) -> Iterator[tuple[str, str]]:
    """Visit the first page of each kind; yield (endpoint, address) with the tab showing it.

    `portals` says whose pages are looked at; links that lead elsewhere are left alone. What the
    browser has `told` of a picture or a file is forgotten: the page around it is its own.
    """
    seen: set[str] = set()
    waiting = [urljoin(site, start) for start in starts]
    while waiting and len(seen) < LONGEST:
        address = waiting.pop(0)
        kind = kind_of(app, address)
        if kind is None or kind in seen or kind.partition(".")[0] not in portals:
            continue
        try:
            shown = tab.goto(address)
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            seen.add(kind)  # an export: the browser saves it
            continue
        assert shown is not None
        if shown.status == HTTPStatus.GONE:
            told.clear()  # a link of the outbox that another test has used: a later one may live
            continue
        seen.add(kind)
        if "text/html" not in shown.headers.get("content-type", ""):
            told.clear()
            continue  # a picture, a calendar file: no page
        yield kind, address
        waiting += links(tab, site)


def links(tab: Page, site: str) -> list[str]:
    """Return where the links of this page lead, within the site."""
    found: list[str] = tab.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    return [address for address in found if address.startswith(site) and "lang=" not in address]
