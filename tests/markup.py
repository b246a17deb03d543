"""What every page must keep: a heading, labels, unique ids, CSRF, language and direction."""

from collections import Counter
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

RIGHT_TO_LEFT = {"ar", "prs", "ps"}
LABELLED_BY_THEMSELVES = {"hidden", "submit", "button", "image", "reset"}


def faults(soup: BeautifulSoup) -> list[str]:
    """Return what is wrong with a page, in words."""
    tags = soup.find_all(True)  # once: each further search walks the whole page again
    whole = [fault for check in (_head, _heading) for fault in check(soup)]
    checks = (_ids, _labels, _forms, _images, _links, _inline)
    return whole + [fault for check in checks for fault in check(tags)]


def _named(tags: list[Tag], *names: str) -> list[Tag]:
    return [tag for tag in tags if tag.name in names]


def _head(soup: BeautifulSoup) -> Iterator[str]:
    language = str(soup.html.get("lang", "")) if soup.html else ""
    direction = str(soup.html.get("dir", "")) if soup.html else ""
    if not language:
        yield "the page names no language"
    if direction != ("rtl" if language in RIGHT_TO_LEFT else "ltr"):
        yield f"direction {direction!r} does not fit the language {language!r}"


def _heading(soup: BeautifulSoup) -> Iterator[str]:
    headings = soup.find_all("h1")
    if len(headings) != 1:
        yield f"{len(headings)} main headings instead of one"
        return
    heading = " ".join(headings[0].get_text(" ", strip=True).split())
    title = " ".join(soup.title.get_text().split()) if soup.title else ""
    if heading not in title:
        yield f"the title {title!r} does not say the heading {heading!r}"


def _ids(tags: list[Tag]) -> Iterator[str]:
    counted = Counter(str(tag["id"]) for tag in tags if tag.has_attr("id"))
    yield from (f"id {name!r} stands {times} times" for name, times in counted.items() if times > 1)
    for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for tag in tags:
            given = tag.get(attribute) or ""
            for name in given.split() if isinstance(given, str) else given:
                if name not in counted:
                    yield f"{attribute}={name!r} points nowhere"


def _labels(tags: list[Tag]) -> Iterator[str]:
    labelled = {str(label["for"]) for label in _named(tags, "label") if label.get("for")}
    for field in _named(tags, "input", "select", "textarea"):
        if str(field.get("type")) in LABELLED_BY_THEMSELVES:
            continue
        named = field.get("aria-label") or field.get("aria-labelledby")
        if not (named or str(field.get("id")) in labelled or field.find_parent("label")):
            yield f"field {field.get('name')!r} has no label"
    for button in _named(tags, "button", "a"):
        if not _says(button):
            yield f"a {button.name} says nothing: {str(button)[:80]}"


def _says(tag: Tag) -> bool:
    return bool(tag.get_text(strip=True) or tag.get("aria-label") or tag.find("title"))


def _forms(tags: list[Tag]) -> Iterator[str]:
    for form in _named(tags, "form"):
        sends = str(form.get("method", "get")).lower() == "post"
        if sends and not form.find("input", attrs={"name": "csrf_token"}):
            yield f"the form to {form.get('action', '')!r} carries no CSRF token"
        if sends and not form.find("input", attrs={"name": "once"}):
            yield f"the form to {form.get('action', '')!r} may be sent twice: it has no token"


def _images(tags: list[Tag]) -> Iterator[str]:
    for image in _named(tags, "img"):
        if not image.has_attr("alt"):
            yield f"image {image.get('src')!r} has no alt"


def _links(tags: list[Tag]) -> Iterator[str]:
    for link in _named(tags, "a"):
        if not link.get("href"):
            yield f"a link leads nowhere: {str(link)[:80]}"


def _inline(tags: list[Tag]) -> Iterator[str]:
    yield from (f"inline style on {tag.name}" for tag in tags if tag.has_attr("style"))
    for tag in _named(tags, "script"):
        if not tag.get("src"):
            yield "an inline script"
