"""Words that must not stand anywhere: registry hosts, paths of a machine, unfinished marks."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]

REGISTRIES = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.", "deb" + ".debian.org")
UNFINISHED = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error")
NOT_ON_SCREEN = ("migrant", "the refugee", "le réfugié", "les réfugiés")


def lines() -> list[tuple[str, str]]:
    """Return (place, line) for every line of text that git knows, vendored files aside."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    found = []
    for name in listed.stdout.splitlines():
        file = ROOT / name
        if "vendor" in file.parts or not file.is_file():
            continue
        try:
            text = file.read_text()
        except UnicodeDecodeError:
            continue
        found += [(f"{name}:{number}", line) for number, line in enumerate(text.splitlines(), 1)]
    return found


def test_no_file_names_a_package_registry() -> None:
    assert [place for place, line in lines() if any(host in line for host in REGISTRIES)] == []


def test_nothing_is_left_unfinished() -> None:
    marks = re.compile(rf"\b({'|'.join(UNFINISHED)})\b")
    assert [
        place
        for place, line in lines()
        if place.partition(":")[0].endswith((".py", ".html", ".css", ".sh")) and marks.search(line)
    ] == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    marks = re.compile(r"mark\.(ski" + r"p|xfai" + r"l)|pytest\.ski" + r"p\(")
    assert [
        place for place, line in lines() if place.startswith("tests/") and marks.search(line)
    ] == []


def test_people_are_never_called_by_their_status_on_screen() -> None:
    catalogues = [
        (place, line)
        for place, line in lines()
        if ".po:" in place and line.startswith(("msgid", "msgstr", '"'))
    ]
    templates = [(place, line) for place, line in lines() if "/templates/" in place]
    assert [
        place
        for place, line in catalogues + templates
        if any(word in line.lower() for word in NOT_ON_SCREEN) and "migr'action" not in line.lower()
    ] == []
