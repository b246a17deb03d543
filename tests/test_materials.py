"""The list of what Sillon is made of: nothing that is served or tested with is left out."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from local import materials

ROOT = Path(__file__).parents[1]
PAGES = [page for top in ("tests", "webapp") for page in (ROOT / top).rglob("VENDOR.*")]
OF_A_FILE = re.compile(
    r"`?([\w.-]+\.(?:svg|woff2|ttf|min\.js))`?[^|]*\|(?:[^|]*\|)? ?([0-9a-f]{64})"
)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The list as it is written, each component by its name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(materials, "WRITTEN", tmp_path_factory.mktemp("build") / "sbom.json")
        written = json.loads(materials.write().read_text())
    assert written["bomFormat"] == "CycloneDX"
    return {each["name"]: each for each in written["components"]}


def test_what_is_locked_is_listed_with_its_hashes_and_whether_it_serves(
    listed: dict[str, Any],
) -> None:
    app = materials.locked(materials.LOCKS / "app.txt")
    dev = materials.locked(materials.LOCKS / "dev.txt")
    assert len(app) > 50
    for name, package in (dev | app).items():
        assert listed[name]["version"] == package.version
        assert listed[name]["scope"] == ("required" if name in app else "excluded")
        assert {each["content"] for each in listed[name]["hashes"]} == set(package.sha256)


def test_what_is_tested_is_what_is_served() -> None:
    app = materials.locked(materials.LOCKS / "app.txt")
    assert app.items() <= materials.locked(materials.LOCKS / "dev.txt").items()


def test_what_lies_in_the_house_unlocked_is_listed_file_by_file(listed: dict[str, Any]) -> None:
    parts = [part for each in listed.values() for part in each.get("components", [])]
    hashes = {part["name"]: part["hashes"][0]["content"] for part in parts if "hashes" in part}
    vendored = [
        path
        for top in ("webapp", "tests", "matching", "local")
        for folder in (ROOT / top).rglob("vendor")
        for path in folder.rglob("*")
        if path.is_file() and path.parent != folder
    ]
    assert len(vendored) > 10
    for path in vendored:
        assert hashes[str(path.relative_to(ROOT))] == hash_of(path)


def test_what_wheels_carry_is_listed_beneath_them(listed: dict[str, Any]) -> None:
    carried = {
        part["name"]: part["version"]
        for package in materials.BROUGHT
        for part in listed[package]["components"]
    }
    assert set(carried) == {"espeak-ng", "libpq", "libsndfile", "openssl", "postgresql"}
    assert carried["espeak-ng"].startswith("1.52")
    assert carried["postgresql"].startswith("18.")


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_vendored_file_is_the_one_that_its_page_names(page: Path) -> None:
    named = OF_A_FILE.findall(page.read_text())
    assert named
    for name, sha256 in named:
        (path,) = [*page.parent.rglob(name), *page.parent.parent.glob(name)]
        assert hash_of(path) == sha256


@pytest.mark.parametrize("line", ["flask==3.1.3", "flask --hash=sha256:00", "flask=3"])
def test_a_lock_without_a_version_or_a_hash_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "app.txt").write_text(line)
    with pytest.raises(ValueError, match=r"app\.txt: "):
        materials.locked(tmp_path / "app.txt")


def hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
