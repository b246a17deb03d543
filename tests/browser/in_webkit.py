"""Guests' pages in Arabic, Tigrinya and Bengali, as Debian's WebKit draws them; not in the suite.

Run by `python -m pytest tests/browser/in_webkit.py` where `webkit2gtk-driver` and `xvfb` are
installed; pictures come into `build/webkit`.
"""

from pathlib import Path

from tests.browser.another_engine import texts_out_of_place
from tests.browser.conftest import ROOT
from tests.browser.site import Site
from tests.browser.webkit import WebKit


def test_webkit_keeps_every_text_of_guests_in_its_place(site: Site, tmp_path: Path) -> None:
    browsers = sorted(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser"))
    assert browsers, "Install webkit2gtk-driver and xvfb"
    webkit = WebKit(str(browsers[-1]), tmp_path)
    try:
        assert texts_out_of_place(webkit, site, ROOT / "build" / "webkit") == []
    finally:
        webkit.close()
