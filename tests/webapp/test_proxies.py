from dataclasses import replace

import pytest
from flask import Flask, request

from webapp import create_app
from webapp.ground.config import Config

FORGED = {"X-Forwarded-For": "203.0.113.7, 198.51.100.2"}


def who_asks(config: Config) -> str | None:
    """The address that the doors count by, for a request that names others."""
    app: Flask = create_app(config)
    app.add_url_rule("/who-asks", view_func=lambda: request.remote_addr or "", endpoint="who_asks")
    return app.test_client().get("/who-asks", headers=FORGED).text


@pytest.mark.parametrize(
    ("proxies", "believed"), [(0, "127.0.0.1"), (1, "198.51.100.2"), (2, "203.0.113.7")]
)
def test_the_word_on_who_asks_is_believed_from_our_own_proxies_alone(
    config: Config, proxies: int, believed: str
) -> None:
    assert who_asks(replace(config, proxies=proxies)) == believed
