"""What visitors get from the sample proxy of deploy/: pages, limits, and words when it is alone."""

import os
import re
import runpy
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.serving import make_server

from tests.webapp.proxy.nginx import ELSEWHERE, HERE, ROOT, Answer, Proxy, ask, read, running
from webapp.ground.config import Config
from webapp.ground.languages import PUBLIC
from webapp.services.parties.many_files import MOST
from webapp.web.error_pages import DRAWN
from webapp.web.headers import HEADERS

pytestmark = [pytest.mark.process, pytest.mark.nginx]

GUNICORN = ROOT / "deploy" / "gunicorn.py"
OPERATIONS = ROOT / "docs" / "operations.md"
THE_COMMAND = re.compile(r"^flask .* draw-error-pages build/errors$", re.MULTILINE)
A_CROWD = 400
"""Requests of one visitor in a row; the sample lets sixty through, and twenty more a second."""


@pytest.fixture(scope="session")
def errors(config: Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The error pages, drawn by the command as the documents write it, elsewhere."""
    folder = tmp_path_factory.mktemp("errors")
    [written] = THE_COMMAND.findall(OPERATIONS.read_text())
    settings = {
        "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}",
        "DATABASE_URL": config.database_url,
        "SILLON_MODE": "test",
        "SILLON_SECRET_KEY": config.secret_key,
        "SILLON_DATA_KEY": config.data_key,
    }
    subprocess.run(
        ["/bin/sh", "-c", written.replace("build/errors", str(folder))],
        cwd=ROOT,
        env={**os.environ, **settings},
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture
def proxy(tmp_path: Path, errors: Path) -> Iterator[Proxy]:
    """The proxy, with nobody behind it."""
    with running(tmp_path, errors) as started:
        yield started


@pytest.fixture
def site(proxy: Proxy, app: Flask) -> Iterator[Proxy]:
    """The proxy, with Sillon behind it."""
    server = make_server(HERE, proxy.backend, app)
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    yield proxy
    server.shutdown()
    thread.join()
    server.server_close()


def has_our_headers(answer: Answer) -> bool:
    """Whether each of Sillon's headers is there, once."""
    return all(answer.headers.get_all(name) == [value] for name, value in HEADERS.items())


def refused_at_once(visitor: Proxy, **headers: str) -> Answer:
    """Ask again and again, until nginx has enough of it."""
    with visitor.visitor() as connection:
        answers = (ask(connection, "/health/live", **headers) for _ in range(A_CROWD))
        return next(answer for answer in answers if answer.status != 200)


def test_the_pages_of_sillon_come_through_as_they_are(site: Proxy) -> None:
    for path, status in (("/", 200), ("/nowhere", 404)):
        answer = site.get(path)
        assert answer.status == status
        assert answer.headers["X-Request-ID"]
        assert has_our_headers(answer)


def test_who_comes_without_encryption_is_sent_to_the_encrypted_page(proxy: Proxy) -> None:
    assert proxy.moved_to("/about?lang=ar") == "https://sillon.example/about?lang=ar"


def test_browsers_are_offered_the_second_version_of_the_protocol(proxy: Proxy) -> None:
    with proxy.visitor() as connection:
        connection._context.set_alpn_protocols(["h2"])  # type: ignore[attr-defined]
        connection.connect()
        assert isinstance(connection.sock, ssl.SSLSocket)
        assert connection.sock.selected_alpn_protocol() == "h2"


def test_who_asks_for_too_many_pages_reads_what_to_do_and_nobody_else_does(site: Proxy) -> None:
    refused = refused_at_once(site)
    assert refused.status == 429
    assert "Attendez une minute" in refused.text
    assert has_our_headers(refused)
    assert refused.headers.get_all("Cache-Control") == ["no-store"]
    assert site.get("/health/live", source=ELSEWHERE).status == 200


def test_static_files_are_not_counted(site: Proxy) -> None:
    with site.visitor() as connection:
        for _ in range(A_CROWD):
            file = ask(connection, "/static/sillon.css")
            assert file.status == 200
        assert ask(connection, "/health/live").status == 200
    refused_at_once(site)
    assert site.get("/static/sillon.css").status == 200


def test_a_static_file_comes_as_sillon_itself_gives_it(proxy: Proxy, app: Flask) -> None:
    for name in ("sillon.css", "read-aloud.js", "icons.svg"):
        own = app.test_client().get(f"/static/{name}")
        file = proxy.get(f"/static/{name}")
        assert file.text == own.get_data(as_text=True)
        assert has_our_headers(file)
        for header in ("Cache-Control", "Last-Modified"):
            assert file.headers.get_all(header) == [own.headers[header]]
        own.close()


def test_nothing_but_static_files_is_taken_from_the_disk(proxy: Proxy) -> None:
    for path in ("/static/../application.py", "/static/%2e%2e/application.py", "/static../cli.py"):
        assert "import" not in proxy.get(path).text
    assert proxy.get("/errors/503.fr.html").status == 404


@pytest.mark.parametrize(
    ("language", "word", "direction"),
    [
        ("ar-SY,ar;q=0.9", "طُلبت صفحات", "rtl"),
        ("en", "Many pages", "ltr"),
        ("fa-AF", "صفحه‌های زیادی", "rtl"),
        ("ln", "Beaucoup", "ltr"),
    ],
)
def test_a_refusal_is_read_in_the_visitor_s_language(
    site: Proxy, language: str, word: str, direction: str
) -> None:
    refused = refused_at_once(site, Accept_Language=language)
    assert word in refused.text
    assert f'dir="{direction}"' in refused.text


def test_while_sillon_is_away_its_own_page_says_so_and_is_drawn_whole(proxy: Proxy) -> None:
    away = proxy.get("/casework/")
    assert away.status == 503
    assert "courte pause" in away.text
    assert has_our_headers(away)
    assert away.headers.get_all("Cache-Control") == ["no-store"]
    assert "/static/sillon.css" in away.text
    assert proxy.get("/static/sillon.css").status == 200


def test_who_sends_a_long_file_while_sillon_is_away_reads_so(proxy: Proxy) -> None:
    with proxy.visitor() as connection:
        connection.putrequest("POST", "/programme/settings/services")
        connection.putheader("Content-Length", str(300 * 2**20))
        connection.endheaders()
        away = read(connection)
    assert away.status == 503
    assert "courte pause" in away.text


@pytest.mark.parametrize(
    ("method", "path", "length", "status", "word"),
    [
        ("POST", "/", 12 * 2**20, 413, "trop volumineux"),
        ("GET", f"/{'x' * 9000}", 0, 414, "pas compris"),
        ("GET", "/static/no-such.css", 0, 404, "Nous ne trouvons pas"),
        ("POST", "/static/sillon.css", 0, 405, "celle d’un bouton"),
    ],
)
def test_what_nginx_refuses_by_itself_is_our_page(
    proxy: Proxy, method: str, path: str, length: int, status: int, word: str
) -> None:
    with proxy.visitor() as connection:
        connection.putrequest(method, path)
        connection.putheader("Content-Length", str(length))
        connection.endheaders()
        answer = read(connection)
    assert answer.status == status
    assert word in answer.text
    assert has_our_headers(answer)


@pytest.fixture
def web(proxy: Proxy) -> Iterator["Web"]:
    """A web that keeps its connections open, as gunicorn does, and answers as it is told."""
    with Web((HERE, proxy.backend), OneAnswer) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class Web(ThreadingHTTPServer):
    answer: tuple[int, dict[str, str]] = (HTTPStatus.OK, {})

    def __init__(self, *about: Any) -> None:
        super().__init__(*about)
        self.asked: list[tuple[int, str | None]] = []


class OneAnswer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Web

    def do_GET(self) -> None:
        self.server.asked.append((self.client_address[1], self.headers["Connection"]))
        status, headers = self.server.answer
        self.send_response(status)
        for name, value in {**headers, "Content-Length": "0"}.items():
            self.send_header(name, value)
        self.end_headers()

    def do_POST(self) -> None:
        self.do_GET()
        self.rfile.read(2**20)  # a connection that is closed on what still comes is reset

    def log_message(self, *_about: Any) -> None:
        """Say nothing."""


def test_a_request_has_a_connection_of_its_own_so_that_none_is_closed_on_it(
    proxy: Proxy, web: Web
) -> None:
    with proxy.visitor() as connection:
        for path in ("/about", "/about", "/programme/settings/services", "/health/ready"):
            assert ask(connection, path).status == HTTPStatus.OK
    assert [said for _port, said in web.asked] == ["close"] * 4
    assert len({port for port, _said in web.asked}) == 4


def test_an_answer_that_leads_to_five_hundred_chosen_rows_comes_through(
    proxy: Proxy, web: Web, app: Flask
) -> None:
    longest = 9_999_999
    with app.test_request_context():
        where = url_for("caseworker.list_parties", undo="interest", party=[longest] * MOST)
    web.answer = HTTPStatus.FOUND, {"Location": where, "Set-Cookie": "sillon=" + "a" * 4000}
    assert proxy.get("/casework/parties").headers["Location"] == where
    web.answer = HTTPStatus.OK, {}
    assert proxy.get(where).status == HTTPStatus.OK
    assert len(f"GET {where} HTTP/1.0") < runpy.run_path(str(GUNICORN))["limit_request_line"]


def test_a_long_file_is_turned_away_before_it_has_come(proxy: Proxy, web: Web) -> None:
    web.answer = HTTPStatus.FOUND, {"Location": "/account/sign-in"}
    with proxy.visitor() as connection:
        connection.putrequest("POST", "/programme/settings/services")
        connection.putheader("Content-Length", str(300 * 2**20))
        connection.endheaders(b"a" * 2**20)
        assert read(connection).status == HTTPStatus.FOUND


def test_health_is_told_to_the_machine_itself_alone(site: Proxy) -> None:
    assert site.get("/health/ready").status == 200
    stranger = site.get("/health/ready", source=ELSEWHERE)
    assert stranger.status == 403
    assert "ouverte" in stranger.text
    assert has_our_headers(stranger)


def test_every_page_that_the_sample_names_is_drawn(errors: Path) -> None:
    drawn = {file.name for file in errors.iterdir()}
    assert drawn == {f"{code}.{language.code}.html" for code in DRAWN for language in PUBLIC}
