"""What people answer to a letter by e-mail: their own words, without what their program adds.

An answer names the letter that it answers by the number which we gave it, and which nobody else
knows. Quoted lines, signatures and files are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from webapp.channels.mails import read_mail

NAMED: Final = re.compile(r"<([^<>@\s]+)@[^<>\s]+>")
MOST_NAMED: Final = 20
"""Letters that an answer names, the last first: the one that is answered, and those before it."""
BY_A_PROGRAM: Final = {"bulk", "list", "junk", "auto_reply"}
"""What programs that answer by themselves say of their mails, beside RFC 3834."""
LONGEST_TEXT: Final = 100_000
"""Signs of a mail that are looked at: what was answered stands at its head."""
ADDED: Final = {"script", "style", "head", "blockquote"}
ADDED_CLASSES: Final = {"gmail_quote", "gmail_signature", "yahoo_quoted", "moz-cite-prefix"}
ADDED_FROM_HERE: Final = {"divRplyFwdMsg", "appendonsend"}
"""What mail programs put around an answer in HTML: an element, or one and all beside it after."""
A_LINE: Final = {"p", "div", "li", "tr", "h1", "h2", "h3"}
RULED_OFF: Final = re.compile(r"-- ?|_{5,}|-{5,}.*")
"""What programs draw before a signature, or before the letter that is answered."""
OF_WHEN: Final = re.compile(r"\d{1,2}[:.h]\d\d|\b20\d\d\b")
"""A day or an hour, as stands on the line before a name: "On 3 March 2027 at 10:02"."""


@dataclass(frozen=True)
class Answered:
    """A mail that a person wrote.

    Parameters
    ----------
    names
        What it says that it answers, the nearest first.
    sender
        The address it came from, in small letters.
    words
        What they wrote, and how many files came along: these are kept nowhere.
    number
        What their program calls this mail.
    """

    names: tuple[str, ...]
    sender: str
    words: str
    number: str


def what_was_answered(content: bytes) -> Answered | None:
    """Return what a person answered; none where it answers nothing, or a program wrote it."""
    mail = read_mail(content)
    if mail is None:
        return None
    named = NAMED.findall(f"{mail.get('References', '')} {mail.get('In-Reply-To', '')}")
    senders = getaddresses([str(mail.get("From", ""))])
    if not named or len(senders) != 1 or _is_by_a_program(mail):
        return None
    written_to = [address for _name, address in getaddresses([str(mail.get("To", ""))])]
    text = _text_of(mail)[:LONGEST_TEXT].encode(errors="replace").decode().replace("\0", "")
    words, files = _own_words(text, written_to[:MOST_NAMED]), sum(1 for _ in _files(mail))
    if not words and not files:
        return None
    return Answered(
        tuple(dict.fromkeys(named[::-1]))[:MOST_NAMED],
        senders[0][1].casefold(),
        f"{words}\n[📎 {files}]".strip() if files else words,
        str(mail.get("Message-ID", "")),
    )


def _is_by_a_program(mail: EmailMessage) -> bool:
    """Whether nobody wrote it: a holiday's answer, a list, a report of what came back."""
    by_itself = str(mail.get("Auto-Submitted", "no")).strip().lower() != "no"
    empty_way_back = str(mail.get("Return-Path", "")).strip() == "<>"
    of_many = str(mail.get("Precedence", "")).strip().lower() in BY_A_PROGRAM
    says_so = mail.get("X-Autoreply") or mail.get("X-Autorespond") or mail.get("List-Id")
    report = mail.get_content_type() == "multipart/report"
    return by_itself or empty_way_back or of_many or bool(says_so) or report


def _text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain", "html"))
    if not isinstance(part, EmailMessage):
        return ""
    try:
        text = str(part.get_content())
    except LookupError:  # a way of writing letters that nobody knows
        text = bytes(part.get_payload(decode=True) or b"").decode(errors="replace")
    return _plain(text) if part.get_content_type() == "text/html" else text


def _plain(html: str) -> str:
    """Return the words of a mail in HTML, a line each."""
    words = "".join(_words(BeautifulSoup(html[:LONGEST_TEXT], "html.parser")))
    lines = (" ".join(line.split()) for line in words.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _words(page: BeautifulSoup) -> Iterator[str]:
    """Give the words of a page in their order, with the ends of its lines; each element once."""
    open_ones: list[tuple[str, Iterator[PageElement]]] = [("", iter(page.children))]
    while open_ones:
        end, those = open_ones[-1]
        each = next(those, None)
        if each is None:
            open_ones.pop()
            yield end
        elif isinstance(each, Tag):
            if each.get("id") in ADDED_FROM_HERE:
                open_ones[-1] = end, iter(())
            elif each.name == "br":
                yield "\n"
            elif each.name not in ADDED and not ADDED_CLASSES & set(each.get("class") or ()):
                line = "\n" if each.name in A_LINE else ""
                yield line
                open_ones.append((line, iter(each.children)))
        elif type(each) is NavigableString:  # no comment
            yield str(each)


def _files(mail: EmailMessage) -> Iterator[EmailMessage]:
    for part in mail.walk():
        if part.get_filename() and not part.is_multipart() and isinstance(part, EmailMessage):
            yield part


def _own_words(text: str, written_to: list[str]) -> str:
    """Return what stands before the letter that is answered, or all where nothing does.

    Programs write our address before they quote us, in whatever language; and draw a line, or a ">"
    before each line of ours.
    """
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    ours = [address.casefold() for address in written_to if address]
    for number, line in enumerate(lines):
        names_us = any(address in line.casefold() for address in ours)
        if names_us or line.startswith(">") or RULED_OFF.fullmatch(line):
            wraps = names_us and number and OF_WHEN.search(lines[number - 1])
            own = "\n".join(lines[: number - 1 if wraps else number]).strip()
            return own or "\n".join(each for each in lines if not each.startswith(">")).strip()
    return "\n".join(lines).strip()
