"""A coordinator's browser, whose owner tries again when a page does not come."""

import re
import time
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

PATIENCE_SECONDS = 300
"""How long to go on at a form: on a busy machine the site is often killed before it has started."""
ANSWER_SECONDS = 20
PAUSE_SECONDS = 0.2

GUARD = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Browser:
    """Reads pages and sends their forms, signed in.

    Parameters
    ----------
    port
        Where the site is, on this machine.
    cookie
        Of somebody who signed in.
    """

    def __init__(self, port: int, cookie: str) -> None:
        self._port, self._cookie = port, cookie
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
                guard = GUARD.search(self._ask("GET", form)[1])
                if guard is not None:
                    status, text = self._ask("POST", to, {**fields, "csrf_token": guard[1]})
                    if status == 302 or (status == 200 and was_lost):
                        return was_lost
                    assert status >= 500, f"{to} answered {status}: {text[:2000]}"
                was_lost = True
            except (OSError, HTTPException):
                was_lost = True
            self.breaks += 1
            time.sleep(PAUSE_SECONDS)
        raise AssertionError(f"{to} was not taken within {PATIENCE_SECONDS} seconds.")

    def _ask(
        self, method: str, address: str, fields: dict[str, str] | None = None
    ) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=ANSWER_SECONDS)
        headers = {"Cookie": f"sillon={self._cookie}"}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, address, urlencode(fields) if fields else None, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie" and value.startswith("sillon="):
                    self._cookie = value.partition(";")[0].partition("=")[2]
            return answer.status, text
        finally:
            connection.close()
