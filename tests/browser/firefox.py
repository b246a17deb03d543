"""Debian's Firefox."""

from base64 import b64decode
from pathlib import Path
from typing import Any

from tests.browser.marionette import Mozilla

HIGH = 1400


class Firefox(Mozilla):
    """Its window is never as narrow as a phone: the page within it is."""

    narrowest = 320

    def __init__(self, program: str, kept: Path) -> None:
        super().__init__(program, kept, **{"browser.shell.checkDefaultBrowser": False})
        self.ask("WebDriver:SetWindowRect", {"width": self.narrowest * 2, "height": HIGH})
        self.ask("Marionette:SetContext", {"value": "chrome"})
        self.run(f"gBrowser.selectedBrowser.style.maxWidth = '{self.narrowest}px'")
        self.ask("Marionette:SetContext", {"value": "content"})

    def open(self, address: str) -> None:
        """Go to a page, and wait until it is there."""
        self.ask("WebDriver:Navigate", {"url": address})

    def run(self, script: str) -> Any:
        """Return what the body of a function returns, within the page."""
        return self.ask("WebDriver:ExecuteScript", {"script": script, "args": []})["value"]

    def picture(self) -> bytes:
        """Return the window as PNG."""
        return b64decode(self.ask("WebDriver:TakeScreenshot", {"full": False})["value"])
