"""Finds the command lines of the project, as they are written, each with its place."""

import json
import re
import shlex
from collections.abc import Iterator
from itertools import dropwhile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/*.md", "docs/decisions/*.md",
    "matching/README.md", "tests/benchmarks/README.md",
)  # fmt: skip
SCRIPTS = ("deploy/*.sh", "deploy/*.py", "deploy/Dockerfile", "deploy/*.yaml", "deploy/*.sql")
PROGRAMS = {
    "alembic", "apt", "bash", "curl", "docker", "flask", "git", "gunicorn", "lint-imports", "mypy",
    "mutmut", "nginx", "openssl", "pg_dump", "pg_restore", "pip", "psql", "pybabel", "pytest",
    "python", "python3", "ruff", "sh", "sudo", "systemctl", "uv", "SELECT",
}  # fmt: skip
"""What a command begins with; in a block of a page every line is one, whatever it begins with."""

SETTING = re.compile(r"[A-Z_]+=\S+")
BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
SHELL = ("", "sh")
"""The languages of the blocks that are typed into a terminal."""
CODE = re.compile(r"`([^`]+)`")


def documented() -> dict[str, str]:
    """Return every command and the first place where it is written."""
    found: dict[str, str] = {}
    for place, command in [*_of_pages(), *_of_comments(), *_of_units(), *_of_containers()]:
        found.setdefault(command, place)
    return found


def _files(*patterns: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        for file in sorted(ROOT.glob(pattern)):
            yield str(file.relative_to(ROOT)), file.read_text()


def _of_pages() -> Iterator[tuple[str, str]]:
    for name, text in _files(*PAGES):
        for block in [block for kind, block in BLOCK.findall(text) if kind in SHELL]:
            for line in block.replace("\\\n", " ").splitlines():
                command = " ".join(line.partition(" # ")[0].split())
                if command and not command.startswith("#"):
                    yield name, command
        for code in CODE.findall(BLOCK.sub("", text)):
            if is_command(code):
                yield name, " ".join(code.split())


def is_command(code: str) -> bool:
    """Return whether some words in a sentence are to be typed, settings first or not."""
    words = list(dropwhile(SETTING.fullmatch, code.split()))
    if not words:
        return False
    is_ours = words[0].startswith("deploy/") and words[0].endswith(".sh")
    return (is_ours or words[0] in PROGRAMS) and len(words) > 1


def _of_comments() -> Iterator[tuple[str, str]]:
    """Find what the head of a script says about how it is run."""
    for name, text in _files(*SCRIPTS):
        signs = ("--",) if name.endswith(".sql") else ("#", '"""')
        for line in [line for line in text.splitlines() if line.startswith(signs)]:
            said = line.strip().lstrip("#-").strip()
            if is_command(said):
                yield name, said
            yield from ((name, code) for code in CODE.findall(said) if is_command(code))


def _of_units() -> Iterator[tuple[str, str]]:
    for name, text in _files("deploy/systemd/*"):
        for line in re.findall(r"^Exec\w+=(.*)$", text, re.MULTILINE):
            words = shlex.join(shlex.split(line))
            yield name, re.sub(r"'(\$\w+)'", r"\1", words)  # systemd fills in what it knows


def _of_containers() -> Iterator[tuple[str, str]]:
    for name, text in _files("deploy/Dockerfile"):
        for line in re.findall(r"^RUN (.*)$", text.replace("\\\n", " "), re.MULTILINE):
            yield from ((name, " ".join(part.split())) for part in line.split("&&"))
        for words in re.findall(r"^(?:CMD|ENTRYPOINT|HEALTHCHECK .*CMD) (.*)$", text, re.MULTILINE):
            yield name, shlex.join(json.loads(words))
    for name, text in _files("deploy/compose.yaml"):
        for words in re.findall(r"^ +(?:command|test|entrypoint): \[(.*)\]$", text, re.MULTILINE):
            listed = [word.strip() for word in words.split(",")]
            yield name, shlex.join(listed[listed[0] == "CMD" :])
    for name, text in _files("deploy/compose-first-start.sh"):
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        yield from ((name, line) for line in lines)
