"""Somebody who reads pages as a browser does, goes from link to link, and answers a proposal."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from urllib.parse import urlencode

from tests.load.throughput import form_of

LINK = re.compile(r'href="(/[^"#?]*)"')
NUMBER = re.compile(r"\d+")
LEFT_OUT = re.compile(r"/static/|/sheets/|sign-out|\.(?:pdf|ics|xlsx|csv|json)$|/files?/")
SECONDS = 60


class Visitor:
    """Somebody before one web, with the cookie of somebody who signed in or none."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._site = f"http://127.0.0.1:{port}"
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._opener.addheaders = [("Cookie", f"sillon={cookie}")] if cookie else []

    def ask(self, address: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Return the status and the text of an answer, wherever it leads."""
        sent = urlencode(fields).encode() if fields is not None else None
        try:
            with self._opener.open(f"{self._site}{address}", sent, timeout=SECONDS) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode(errors="replace")

    def is_answered(self) -> bool:
        try:
            return self.ask("/health/live")[0] == 200
        except OSError:
            return False

    def walk(self, start: str, most: int) -> Iterator[tuple[str, int]]:
        """Read one page of each shape that links lead to, and tell how each was answered."""
        to_read, seen = [start], {start}
        for _page in range(most):
            if not to_read:
                return
            address = to_read.pop(0)
            status, text = self.ask(address)
            yield address, status
            for found in LINK.findall(text):
                shape = NUMBER.sub("N", found)
                if shape not in seen and not LEFT_OUT.search(found):
                    seen.add(shape)
                    to_read.append(found)

    def say_yes(self, link: str) -> tuple[int, str]:
        """Open the page of a proposal and accept it."""
        _status, text = self.ask(link)
        to, fields = form_of(text)
        return self.ask(to, {**fields, "answer": "yes"})
