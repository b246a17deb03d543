"""What every page must keep: a heading, labels, unique ids, CSRF, language and direction."""

from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

RIGHT_TO_LEFT = {"ar", "prs", "ps"}
LABELLED_BY_THEMSELVES = {"hidden", "submit", "button", "image", "reset"}
POINTING = ("for", "aria-describedby", "aria-labelledby", "aria-controls")


def faults(read: LexborHTMLParser) -> list[str]:
    """Return what is wrong with a page, in words."""
    checks = (_head, _heading, _ids, _labels, _forms, _images, _links, _inline)
    return [fault for check in checks for fault in check(read)]


def words_of(tag: LexborNode) -> str:
    """Return what a tag or a button says, in one line; a no-break space is a space here."""
    return " ".join((tag.text(separator=" ") or tag.attributes.get("value") or "").split())


def _head(read: LexborHTMLParser) -> Iterator[str]:
    (root,) = read.css("html")
    language, direction = root.attributes.get("lang"), root.attributes.get("dir")
    if not language:
        yield "the page names no language"
    if direction != ("rtl" if language in RIGHT_TO_LEFT else "ltr"):
        yield f"direction {direction!r} does not fit the language {language!r}"


def _heading(read: LexborHTMLParser) -> Iterator[str]:
    headings = read.css("h1")
    if len(headings) != 1:
        yield f"{len(headings)} main headings instead of one"
        return
    named = read.css_first("title")
    heading, title = words_of(headings[0]), words_of(named) if named else ""
    if heading not in title:
        yield f"the title {title!r} does not say the heading {heading!r}"


def _ids(read: LexborHTMLParser) -> Iterator[str]:
    counted = Counter(tag.attributes["id"] for tag in read.css("[id]"))
    yield from (f"id {name!r} stands {times} times" for name, times in counted.items() if times > 1)
    for attribute in POINTING:
        for tag in read.css(f"[{attribute}]"):
            for name in (tag.attributes[attribute] or "").split():
                if name not in counted:
                    yield f"{attribute}={name!r} points nowhere"


def _labels(read: LexborHTMLParser) -> Iterator[str]:
    labelled = {label.attributes["for"] for label in read.css("label[for]")}
    inside = {field.mem_id for field in read.css("label :is(input, select, textarea)")}
    for field in read.css("input, select, textarea"):
        said = field.attributes
        if said.get("type") in LABELLED_BY_THEMSELVES:
            continue
        named = said.get("aria-label") or said.get("aria-labelledby")
        if not (named or said.get("id") in labelled or field.mem_id in inside):
            yield f"field {said.get('name')!r} has no label"
    for button in read.css("button, a"):
        if not (button.text().strip() or button.attributes.get("aria-label")):
            yield f"a {button.tag} says nothing: {(button.html or '')[:80]}"


def _forms(read: LexborHTMLParser) -> Iterator[str]:
    for form in read.css("form[method=post i]"):
        to = form.attributes.get("action") or ""
        if form.css_first("input[name=csrf_token]") is None:
            yield f"the form to {to!r} carries no CSRF token"
        if form.css_first("input[name=once]") is None:
            yield f"the form to {to!r} may be sent twice: it has no token"


def _images(read: LexborHTMLParser) -> Iterator[str]:
    for image in read.css("img:not([alt])"):
        yield f"image {image.attributes.get('src')!r} has no alt"


def _links(read: LexborHTMLParser) -> Iterator[str]:
    for link in read.css("a"):
        if not link.attributes.get("href"):
            yield f"a link leads nowhere: {(link.html or '')[:80]}"


def _inline(read: LexborHTMLParser) -> Iterator[str]:
    yield from (f"inline style on {tag.tag}" for tag in read.css("[style]"))
    if read.css_first("script:not([src])") is not None:
        yield "an inline script"
