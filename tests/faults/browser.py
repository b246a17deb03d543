"""A coordinator's browser, whose owner tries again when a page does not come."""

import re
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

PATIENCE_SECONDS = 300
"""How long to go on at a form: on a busy machine the site is often killed before it has started."""
ANSWER_SECONDS = 20
PAUSE_SECONDS = 0.2
HOST = "localhost"

GUARD = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Browser:
    """Reads pages and sends their forms, signed in.

    Parameters
    ----------
    connect
        Makes a connection to the site, for one request.
    cookie
        Of somebody who signed in.
    called
        What the site calls its cookie.
    """

    def __init__(
        self, connect: Callable[[], HTTPConnection], cookie: str, called: str = "sillon"
    ) -> None:
        self._connect, self._cookie, self._called = connect, cookie, called
        self.breaks = 0

    def send(self, form: str, to: str, **fields: str) -> bool:
        """Open the page of a form and send it to an address, until an answer says it was taken.

        Returns
        -------
        bool
            Whether an answer was lost on the way: then the form may have been taken twice.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        was_lost = False
        while time.monotonic() < deadline:
            try:
                guard = GUARD.search(self.ask("GET", form)[1])
                if guard is not None:
                    status, text = self.ask("POST", to, {**fields, "csrf_token": guard[1]})
                    if status == 302 or (status == 200 and was_lost):
                        return was_lost
                    assert status >= 500, f"{to} answered {status}: {text[:2000]}"
                was_lost = True
            except (OSError, HTTPException):
                was_lost = True
            self.breaks += 1
            time.sleep(PAUSE_SECONDS)
        raise AssertionError(f"{to} was not taken within {PATIENCE_SECONDS} seconds.")

    def guard(self, page: str) -> str:
        """Return the word that lets the form of a page be sent."""
        found = GUARD.search(page)
        assert found is not None, page
        return found[1]

    def ask(
        self, method: str, address: str, fields: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """Ask once, and return the status and the text of the answer."""
        connection = self._connect()
        headers = {"Host": HOST, "Cookie": f"{self._called}={self._cookie}"}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, address, urlencode(fields) if fields else None, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie" and value.startswith(f"{self._called}="):
                    self._cookie = value.partition(";")[0].partition("=")[2]
            return answer.status, text
        finally:
            connection.close()
