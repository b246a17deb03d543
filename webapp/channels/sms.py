"""Text messages by any provider that Apprise knows: its address, with `{to}` for the number."""

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from webapp.channels import Letter, NotSentError, gsm
from webapp.ground.errors import ConfigurationError

if TYPE_CHECKING:
    from apprise import Apprise

TIMEOUTS = "cto=10&rto=20"
"""Seconds to connect and to read, as Apprise takes them."""
SOMEONE = "+33699000000"
logging.getLogger("apprise").disabled = True  # its lines name the number, and keys of the address


class Sms:
    """Hands text messages to a provider.

    Parameters
    ----------
    url
        Apprise's address of the provider, such as `sfr://user:password@space/{to}`. The number
        comes there with its country and without the plus sign.
    """

    gives_receipts = False

    def __init__(self, url: str) -> None:
        self._url = url + ("&" if "?" in url else "?") + TIMEOUTS

    def check(self) -> None:
        """Raise `ConfigurationError` if Apprise cannot send to a number by this address."""
        scheme = self._url.partition("://")[0]
        if "{to}" not in self._url:
            raise ConfigurationError("SILLON_SMS_URL needs {to} where the number goes.")
        if not self._provider(SOMEONE):
            raise ConfigurationError(
                f"SILLON_SMS_URL: Apprise cannot read this address of {scheme}://. "
                "docs/operations.md shows how one is written."
            )

    @property
    def every(self) -> timedelta:
        """How far apart Apprise sends two messages to this provider."""
        provider = self._provider(SOMEONE)
        return timedelta(seconds=provider[0].request_rate_per_sec if provider else 0)

    def send(self, letter: Letter) -> None:
        """Hand the text over."""
        provider = self._provider(letter.to[0])
        if not provider:
            raise NotSentError("sms-setting")
        # What comes back is true, false, or an object that is either.
        if not provider.notify(body=gsm.fold(letter.body), body_format="text"):
            raise NotSentError("sms-refused")

    def _provider(self, number: str) -> "Apprise":
        import apprise  # noqa: PLC0415 (it brings a hundred providers; only the worker needs it)

        provider = apprise.Apprise()
        provider.add(self._url.replace("{to}", number.lstrip("+")))
        return provider
