"""Who asks what, for Locust, which runs in an environment of its own and knows nothing of Sillon.

`python -m tests.load` writes the people and starts it.
"""

import itertools
import json
import os
import re
import sys
from pathlib import Path
from random import randrange, uniform
from time import monotonic, sleep  # Locust makes it one that lets the others go on
from typing import Any

from locust import HttpUser, events, task  # type: ignore[import-not-found]

PEOPLE = json.loads(Path(os.environ["SILLON_PEOPLE"]).read_text())
LINKS = iter(PEOPLE["links"])
COOKIES = itertools.cycle(PEOPLE["cookies"])
ANSWERS_A_SECOND = float(os.environ["SILLON_ANSWERS_A_SECOND"])
TELEPHONES = int(os.environ["SILLON_TELEPHONES"])
CASEWORKERS = int(os.environ["SILLON_CASEWORKERS"])
A_LOOK_EVERY = 20
"""Seconds between two pages of one caseworker."""
FORM = re.compile(r'<form[^>]*action="([^"]*/answer)".*?</form>', re.DOTALL)
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
GIVEN = re.compile(r'(name|value)="([^"]*)"')


@events.quitting.add_listener  # type: ignore[untyped-decorator]
def tell_why(environment: Any, **_: Any) -> None:
    """Say what went wrong, and how often, beside the figures."""
    for each in environment.stats.errors.values():
        sys.stderr.write(f"{each.occurrences} × {each.name}: {each.error}\n")


class Paced(HttpUser):
    """Somebody who asks something every so many seconds, however long an answer takes.

    Locust's own pace counts from when a user is made: who waits before the first time would be
    asked for the second time together with all others.
    """

    abstract = True
    every: float
    """Seconds from one beginning to the next."""

    def on_start(self) -> None:
        sleep(uniform(0, self.every))  # or all would begin at once
        self.next = monotonic()

    def wait_time(self) -> float:
        now = monotonic()
        self.next = max(self.next + self.every, now)
        return self.next - now


class Guest(Paced):
    """Telephones: each opens a link of its own, and says yes."""

    fixed_count = TELEPHONES
    every = TELEPHONES / ANSWERS_A_SECOND

    @task  # type: ignore[untyped-decorator]
    def answer(self) -> None:
        number, link = next(LINKS, (0, ""))
        if not link:
            return
        self.client.cookies.clear()
        beside = {"X-Forwarded-For": f"100.64.{number // 250 % 250}.{number % 250 + 1}"}
        page = self.client.get(link, headers=beside, name="telephone: page")
        found = FORM.search(page.text)
        if found is None:
            return
        fields = [dict(GIVEN.findall(each)) for each in HIDDEN.findall(found[0])]
        sent = {each["name"]: each.get("value", "") for each in fields} | {"answer": "yes"}
        self.client.post(found[1], sent, headers=beside, name="telephone: answer")


class Caseworker(Paced):
    """Staff at their desks, who read their boards, lists and files."""

    fixed_count = CASEWORKERS
    every = A_LOOK_EVERY

    def on_start(self) -> None:
        super().on_start()
        self.headers = {"Cookie": f"sillon={next(COOKIES)}"}
        begin = randrange(len(PEOPLE["pages"]))  # or all would ask for their boards at once
        self.pages = itertools.cycle(PEOPLE["pages"][begin:] + PEOPLE["pages"][:begin])

    @task  # type: ignore[untyped-decorator]
    def look(self) -> None:
        page = next(self.pages)
        self.client.get(page, headers=self.headers, name=f"desk: {page}")
