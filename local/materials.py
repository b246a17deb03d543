"""What Sillon is made of, as a CycloneDX list (SBOM): what is locked, vendored, and in wheels."""

import csv
import ctypes
import hashlib
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, distribution, metadata
from pathlib import Path
from typing import NamedTuple

import espeakng_loader
import psycopg
import soundfile
from cryptography.hazmat.backends.openssl.backend import backend as openssl
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from pip_requirements_parser import InstallRequirement, RequirementsFile

from local.postgres.programs import DISTRIBUTION, PROGRAMS

ROOT = Path(__file__).parents[1]
LOCKS = ROOT / "requirements"
VENDORED = LOCKS / "vendored.csv"
WRITTEN = ROOT / "build" / "sbom.json"


class Locked(NamedTuple):
    """A package of a lock, with the hashes of its files."""

    name: str
    version: str
    sha256: tuple[str, ...]


def locked(lock: Path) -> dict[str, Locked]:
    """Return what a lock has for this machine, by name.

    Raises
    ------
    ValueError
        When a line is no requirement, or one without a version or a hash.
    """
    read = RequirementsFile.from_file(str(lock))
    if read.invalid_lines:
        raise ValueError(f"{lock.name}: {read.invalid_lines[0].line!r} is no requirement.")
    asked = [each for each in read.requirements if not each.marker or each.marker.evaluate()]
    return {str(each.name): _locked(lock, each) for each in asked}


def _locked(lock: Path, asked: InstallRequirement) -> Locked:
    version = asked.get_pinned_version
    sha256 = tuple(sorted(asked.hash_options))
    if not version or not sha256:
        raise ValueError(f"{lock.name}: {asked.name} has no version or no hash.")
    return Locked(str(asked.name), str(version), tuple(each.split(":")[1] for each in sha256))


def list_of_materials() -> Bom:
    """Return all of it: what serves is required, what checks and tests alone is excluded."""
    bom = Bom()
    bom.metadata.component = sillon = _ourselves()
    bootstrap, dev, app = (locked(LOCKS / f"{kind}.txt") for kind in ("bootstrap", "dev", "app"))
    every = bootstrap | dev | app
    bom.components.update(_package(each, serves=each.name in app) for each in every.values())
    bom.components.update(_vendored())
    bom.register_dependency(sillon, bom.components)
    return bom


def write() -> Path:
    """Write the list, and return where."""
    WRITTEN.parent.mkdir(exist_ok=True)
    WRITTEN.write_text(JsonV1Dot6(list_of_materials()).output_as_string(indent=1))
    return WRITTEN


def _ourselves() -> Component:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        licenses=[LicenseFactory().make_from_string(project["license"])],
    )


def _scope(*, serves: bool) -> ComponentScope:
    return ComponentScope.REQUIRED if serves else ComponentScope.EXCLUDED


def _package(package: Locked, *, serves: bool) -> Component:
    purl = PackageURL("pypi", name=package.name, version=package.version)
    return Component(
        name=package.name,
        version=package.version,
        purl=purl,
        bom_ref=purl.to_string(),
        scope=_scope(serves=serves),
        # One for each wheel and archive: which of them is installed, the machine decides.
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in package.sha256],
        licenses=_licence_of(package.name),
        components=_brought_by(package.name),
    )


def _licence_of(package: str) -> list[License]:
    try:
        said = metadata(package)
    except PackageNotFoundError:
        return []
    if "License-Expression" not in said:
        return []
    return [LicenseFactory().make_from_string(said["License-Expression"])]


def _vendored() -> Iterator[Component]:
    with VENDORED.open(newline="") as rows:
        for row in csv.DictReader(rows):
            places = [ROOT / path for path in row["paths"].split()]
            yield Component(
                name=row["name"],
                version=row["version"],
                purl=PackageURL.from_string(row["purl"]),
                bom_ref=row["purl"],
                scope=_scope(serves=row["use"] == "serving"),
                licenses=[LicenseFactory().make_from_string(row["licence"])],
                components=[_file(each) for place in places for each in _files(place)],
            )


def _files(place: Path) -> list[Path]:
    return [place] if place.is_file() else sorted(place.iterdir())


def _file(path: Path) -> Component:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    place = str(path.relative_to(ROOT))
    return Component(
        name=place,
        bom_ref=place,
        type=ComponentType.FILE,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sha256)],
    )


def _espeak() -> str:
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_Info.restype = ctypes.c_char_p
    return str(library.espeak_Info(None).decode().split()[0])


def _server() -> str:
    program = str(distribution(DISTRIBUTION).locate_file(PROGRAMS / "postgres"))
    said = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)
    return said.stdout.split()[-1]


def _libpq() -> str:
    number = psycopg.pq.__build_version__
    return f"{number // 10_000}.{number % 10_000}"


BROUGHT: dict[str, tuple[str, Callable[[], str]]] = {
    "cryptography": ("openssl", lambda: openssl.openssl_version_text().split()[1]),
    "espeakng-loader": ("espeak-ng", _espeak),
    DISTRIBUTION: ("postgresql", _server),
    "psycopg-binary": ("libpq", _libpq),
    "soundfile": ("libsndfile", lambda: str(soundfile.__libsndfile_version__)),
}
"""What wheels carry that has weaknesses of its own, asked for its version: no lock names it."""


def _brought_by(package: str) -> list[Component]:
    if package not in BROUGHT:
        return []
    name, version = BROUGHT[package]
    return [Component(name=name, version=version(), bom_ref=f"{package}/{name}")]
