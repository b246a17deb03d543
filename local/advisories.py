"""Known weaknesses of what is locked, as pip-audit reads them from the OSV database."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

LOCKS = Path(__file__).parents[1] / "requirements"
ACCEPTED = LOCKS / "accepted-advisories.csv"
SECONDS = 90
"""So long may all of it take: without a network the first question ends it."""
AUDIT = [
    *("-m", "pip_audit", "--vulnerability-service", "osv", "--disable-pip", "--require-hashes"),
    *("--progress-spinner", "off", "--format", "json", "--timeout", "5"),
]


class NotReachableError(Exception):
    """The database of advisories did not answer: nothing was looked up."""


@dataclass(frozen=True)
class Accepted:
    """A weakness that cannot reach us, or waits for its mend: why, and until which day."""

    id: str
    until: date
    reason: str


def accepted() -> list[Accepted]:
    """Read the weaknesses that somebody has accepted."""
    with ACCEPTED.open(newline="") as rows:
        return [
            Accepted(row["id"], date.fromisoformat(row["until"]), row["reason"])
            for row in csv.DictReader(rows)
        ]


def look_up(lock: Path) -> list[dict[str, Any]]:
    """Return each locked package with its known weaknesses; SILLON_OSV_URL names another database.

    Raises
    ------
    NotReachableError
        When the database does not answer, or not for every package.
    """
    elsewhere = os.environ.get("SILLON_OSV_URL")
    command = [*AUDIT, "-r", str(lock), *(["--osv-url", elsewhere] if elsewhere else [])]
    try:
        ended = subprocess.run(
            [sys.executable, *command], check=False, capture_output=True, text=True, timeout=SECONDS
        )
        found: list[dict[str, Any]] = json.loads(ended.stdout)["dependencies"]
    except subprocess.TimeoutExpired:
        raise NotReachableError(f"no end after {SECONDS} seconds") from None
    except ValueError:
        why = (ended.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise NotReachableError(why) from None
    if passed_over := [each["name"] for each in found if "vulns" not in each]:
        raise NotReachableError(f"it knows nothing of {', '.join(passed_over)}")
    return found


def faults(found: list[dict[str, Any]], today: date) -> Iterator[str]:
    """Say which weaknesses nobody has accepted, and what was accepted for too long."""
    known = {row.id: row for row in accepted()}
    met = set()
    for package in found:
        for weakness in package["vulns"]:
            names = {weakness["id"], *weakness["aliases"]}
            met |= names
            rows = [known[name] for name in names & known.keys()]
            if not any(row.until >= today for row in rows):
                mended = ", ".join(weakness["fix_versions"]) or "none yet"
                until = "".join(f", accepted until {row.until} alone" for row in rows)
                yield (
                    f"{package['name']} {package['version']} has {weakness['id']}{until}"
                    f" (mended in: {mended}): {weakness['description']}"
                )
    for name in known.keys() - met:
        yield f"{name} is accepted in {ACCEPTED.name} and no longer found: take its row out."


def check() -> list[str]:
    """Return what is wrong with what is locked; say aloud where nothing could be looked up."""
    try:
        found = look_up(LOCKS / "dev.txt")
    except NotReachableError as why:
        print(f"ADVISORIES NOT REACHABLE, NOT CHECKED: {why}")
        return []
    print(f"Advisories looked up for {len(found)} packages.")
    return list(faults(found, date.today()))  # noqa: DTZ011 - the machine's day will do
