"""Finds one page of every kind by following links, as each kind of person."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from playwright.sync_api import APIResponse, Page
from selectolax.lexbor import LexborHTMLParser, LexborNode
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
    is_wanted: Callable[[str, LexborHTMLParser], bool] = lambda _address, _read: True,
) -> Iterator[tuple[str, str]]:
    """Read the first page of each kind; yield (endpoint, address) with the tab showing it.

    `portals` says whose pages are looked at; links that lead elsewhere are left alone. Each is read
    first, as the tab would: only a page that is wanted, of what was read, is drawn by the browser.
    """
    seen: set[str] = set()
    waiting = [urljoin(site, start) for start in starts]
    while waiting and len(seen) < LONGEST:
        address = waiting.pop(0)
        kind = kind_of(app, address)
        if kind is None or kind in seen or kind.partition(".")[0] not in portals:
            continue
        answer = tab.request.get(address)
        if answer.status == HTTPStatus.GONE:
            continue  # a link of the outbox that another test has used: a later one may live
        seen.add(kind)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue  # a picture, an export: no page
        read = LexborHTMLParser(answer.text())
        if is_wanted(address, read):
            show(tab, address, answer)
            yield kind, address
        waiting += links(read, address, site)


def show(tab: Page, address: str, answer: APIResponse) -> None:
    """Let the browser draw what was answered: most of a page's time is the server's.

    Only the page is held up on its way: where Playwright's `route` holds up all, nothing is taken
    from the browser's cache, and each page fetches its styles and drawings anew.
    """
    if answer.url != address:
        tab.goto(address)
        return
    line = tab.context.new_cdp_session(tab)

    def hand_over(asked: dict[str, Any]) -> None:
        line.send(
            "Fetch.fulfillRequest",
            {
                "requestId": asked["requestId"],
                "responseCode": answer.status,
                "responseHeaders": answer.headers_array,
                "body": b64encode(answer.body()).decode(),
            },
        )

    line.on("Fetch.requestPaused", hand_over)
    line.send("Fetch.enable", {"patterns": [{"resourceType": "Document"}]})
    tab.goto(address)
    line.detach()


def links(read: LexborHTMLParser, address: str, site: str) -> list[str]:
    """Return where the links of a page lead, within the site and in its language."""
    found = [urljoin(address, link.attributes["href"]) for link in read.css("a[href]")]
    return [each for each in found if each.startswith(site) and "lang=" not in each]


class Components:
    """What pages are made of, and whether one shows some of it as no page before it did.

    Parameters
    ----------
    typed
        What stands in every text that somebody typed: where such texts stand, within what, counts.
        Where nothing does, only tags and classes count.
    """

    def __init__(self, typed: str = "") -> None:
        self._typed = typed
        self._known: set[tuple[str, ...]] = set()

    def are_new_on(self, read: LexborHTMLParser) -> bool:
        """Return whether a page has a tag, a class or a place of typed text that is new."""
        tags = read.css("body *")
        shown: set[tuple[str, ...]] = {(word,) for each in tags for word in called(each)}
        shown |= {(*called(each.parent), "", *called(each)) for each in tags if self._holds(each)}
        new = shown - self._known
        self._known |= new
        return bool(new)

    def _holds(self, tag: LexborNode) -> bool:
        if not self._typed:
            return False
        own = tag.text(deep=False)
        return any(self._typed in text for text in (own, tag.attributes.get("value") or ""))


def called(tag: LexborNode | None) -> list[str]:
    """Return what styles know a tag by."""
    return [tag.tag or "", *sorted((tag.attributes.get("class") or "").split())] if tag else []
