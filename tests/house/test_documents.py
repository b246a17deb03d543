"""What documents and docstrings point at is there, for whoever has this repository alone."""

import re
from pathlib import Path

from tests.house.test_words import ROOT, lines

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
NAMED = re.compile(r"[\w./-]*\w\.md\b")
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def is_there(name: str, beside: Path) -> bool:
    """Whether a document is found from the project, from `docs` or from the file that names it."""
    return any((place / name).exists() for place in (ROOT, ROOT / "docs", beside))


def test_every_document_that_code_names_is_in_the_repository() -> None:
    code = [
        (place, line)
        for place, line in lines()
        if place.partition(":")[0].endswith((".py", ".sh", ".html", ".toml", ".in", ".yaml"))
    ]
    assert [
        (place, name)
        for place, line in code
        for name in NAMED.findall(line)
        if not is_there(name, (ROOT / place.partition(":")[0]).parent)
    ] == []


def test_every_link_of_a_document_leads_somewhere() -> None:
    assert [
        (place, target)
        for place, line in lines()
        if place.partition(":")[0].endswith(".md")
        for target in LINK.findall(line)
        if not ((ROOT / place.partition(":")[0]).parent / target).exists()
    ] == []


def test_decisions_are_numbered_without_a_gap_as_their_titles_say() -> None:
    assert [int(record.name[:4]) for record in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    assert [
        record.name
        for record in DECISIONS
        if not record.read_text().startswith(f"# {int(record.name[:4])}. ")
    ] == []
