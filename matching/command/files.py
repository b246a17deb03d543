"""Files of text in, files of text out, and the one error of both."""

from __future__ import annotations

import re
from pathlib import Path

from matching.checks import ProblemError

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How text in UTF-16 begins, which Excel calls Unicode text."""


class FileError(ProblemError):
    """A file cannot be read or written; the sentence says which one and why."""


def text_of(path: Path) -> str:
    """Read a file of text in UTF-8, with or without the mark that some programs put first.

    Raises
    ------
    FileError
        When it cannot be read, or is not in UTF-8.
    """
    try:
        return bytes_of(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"{path} is not text in UTF-8: save it again as UTF-8.") from error


def table_text_of(path: Path) -> str:
    """Read a table in whichever encoding Excel saved it (`decoded`).

    Raises
    ------
    FileError
        When it cannot be read, or is in none of these.
    """
    try:
        return decoded(bytes_of(path))
    except UnicodeDecodeError as error:
        raise FileError(f"{path} is no text that can be read: save it as CSV in UTF-8.") from error


def decoded(written: bytes) -> str:
    """Read the text of a table: in UTF-8, UTF-16 with its mark, or cp1252.

    Lines end as they do here, whatever they ended with.

    Raises
    ------
    UnicodeDecodeError
        When it is in none of these.
    """
    if written.startswith(UTF_16):
        text = written.decode("utf-16")
    else:
        try:
            text = written.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = written.decode("cp1252")
    return re.sub(r"\r\n?", "\n", text)


def bytes_of(path: Path) -> bytes:
    """Read a file.

    Raises
    ------
    FileError
        When it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from error
