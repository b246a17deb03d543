"""WebKit, as Debian has it for GTK, driven by its own WebDriver on a screen that nobody sees."""

import json
import os
import shutil
import subprocess
from base64 import b64decode
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from tests.ports import HERE, free_ports
from tests.waiting import wait_until

HIGH, OK = 1400, 200
PATIENCE = 120
"""Seconds that an engine may take to start, or to answer."""


class WebKit:
    """The browser that WebKit is tried with, filling a screen: what is around the page is gone.

    Its window is never narrower than 334 pixels. It draws no page as root within its own walls.
    """

    narrowest = 334

    def __init__(self, browser: str, kept: Path) -> None:
        [self._port] = free_ports(1)
        seen, told = os.pipe()
        screen = ["Xvfb", "-displayfd", str(told), "-screen", "0", f"1200x{HIGH + 100}x24",
                  "-nolisten", "tcp"]  # fmt: skip
        self._screen = subprocess.Popen(screen, pass_fds=[told], stderr=subprocess.DEVNULL)
        os.close(told)
        with os.fdopen(seen) as line:
            display = f":{line.readline().strip()}"
        walls = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"} if os.geteuid() == 0 else {}
        self._driver = subprocess.Popen(
            [shutil.which("WebKitWebDriver") or "", f"--host={HERE}", f"--port={self._port}"],
            env={**os.environ, "HOME": str(kept), "DISPLAY": display, **walls},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(self._listens, PATIENCE)
        options = {"binary": browser, "args": ["--automation", "--full-screen"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        session = self._ask("POST", "/session", {"capabilities": wanted})
        self._session = f"/session/{session['sessionId']}"
        rect = {"width": self.narrowest, "height": HIGH}
        self._ask("POST", f"{self._session}/window/rect", rect)

    def open(self, address: str) -> None:
        """Go to a page, and wait until it is there with its letters."""
        self._ask("POST", f"{self._session}/url", {"url": address})
        wait_until(lambda: self.run("return document.fonts.status") == "loaded", PATIENCE)

    def run(self, script: str) -> Any:
        """Return what the body of a function returns, within the page."""
        return self._ask("POST", f"{self._session}/execute/sync", {"script": script, "args": []})

    def picture(self) -> bytes:
        """Return the window as PNG."""
        return b64decode(self._ask("GET", f"{self._session}/screenshot"))

    def close(self) -> None:
        """End the browser, its driver and the screen."""
        with suppress(OSError, HTTPException, AssertionError):
            self._ask("DELETE", self._session)
        for program in (self._driver, self._screen):
            program.terminate()
            program.wait(PATIENCE)

    def _listens(self) -> bool:
        with suppress(OSError):
            return bool(self._ask("GET", "/status")["ready"])
        return False

    def _ask(self, method: str, path: str, facts: dict[str, Any] | None = None) -> Any:
        said = None if facts is None else json.dumps(facts).encode()
        with closing(HTTPConnection(HERE, self._port, timeout=PATIENCE)) as line:
            line.request(method, path, said, {"Content-Type": "application/json"})
            answer = line.getresponse()
            told = json.load(answer)["value"]
        assert answer.status == OK, told
        return told
