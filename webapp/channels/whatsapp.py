"""WhatsApp messages by Meta's Cloud API, through Apprise: its address, with `{to}` for the number.

Meta lets nobody begin but with a template that it approved, one for each language, whose one gap
takes the whole text. It tells what became of a message only to a server that it can call, which is
not built here: what it took is sent, without a receipt.
"""

import logging
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from webapp.channels import Letter, NotSentError
from webapp.ground.errors import ConfigurationError

if TYPE_CHECKING:
    from apprise import Apprise

TIMEOUTS = "cto=10&rto=20"
"""Seconds to connect and to read, as Apprise takes them."""
SOMEONE = "+33699000000"
MOST_SIGNS: Final = 1024
"""Of what stands in the gap of a template."""
logging.getLogger("apprise").disabled = True  # its lines name the number, and keys of the address


class WhatsApp:
    """Hands messages to Meta.

    Parameters
    ----------
    url
        Apprise's address, such as
        `whatsapp://template:token@106540352242922/{to}?lang={language}&languages=fr,ar,prs_AF&:body=1`.
        `languages` are those in which Meta approved the template, by its codes; before an
        underscore they are ours.
    """

    gives_receipts = False

    def __init__(self, url: str) -> None:
        self._url = url + "&" + TIMEOUTS
        asked = parse_qs(urlsplit(url).query)
        codes = [code for each in asked.get("languages", []) for code in each.split(",") if code]
        self.languages: Final = {code.partition("_")[0]: code for code in codes}
        """Meta's code of each language of ours that has a template."""

    def check(self) -> None:
        """Raise `ConfigurationError` if no message can leave by this address."""
        parts = urlsplit(self._url)
        # Apprise takes what stands before the token for the template; `:body` fills its gap.
        is_whole = parts.scheme == "whatsapp" and parts.password and ":body=1" in parts.query
        is_open = "{to}" in parts.path and "{language}" in parts.query and self.languages
        if not (is_whole and is_open and self._sends_to(SOMEONE, min(self.languages.values()))):
            raise ConfigurationError(
                "SILLON_WHATSAPP_URL lacks template, token, number of the sender, {to}, "
                "{language}, languages= or :body=1. docs/operations.md shows how one is written."
            )

    def send(self, letter: Letter) -> None:
        """Hand the text over, in one line: Meta refuses others in a template."""
        code = self.languages.get(letter.language)
        if code is None:
            raise NotSentError("whatsapp-language")
        text = " ".join(letter.body.split())
        if len(text) > MOST_SIGNS:
            raise NotSentError("whatsapp-long")
        # What comes back is true, false, or an object that is either.
        if not self._sends_to(letter.to[0], code).notify(body=text, body_format="text"):
            raise NotSentError("whatsapp-refused")

    def _sends_to(self, number: str, code: str) -> "Apprise":
        import apprise  # noqa: PLC0415 (it brings a hundred providers; only the worker needs it)

        provider = apprise.Apprise()
        provider.add(self._url.replace("{to}", number.lstrip("+")).replace("{language}", code))
        return provider
