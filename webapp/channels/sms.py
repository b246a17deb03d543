"""Text messages by any provider that Apprise knows: its address, with `{to}` for the number."""

from webapp.channels import Letter, NotSentError

TIMEOUTS = "cto=10&rto=20"
"""Seconds to connect and to read, as Apprise takes them."""
PLAIN = str.maketrans("\u00a0\u202f’«»êëâîïôûç", '  \'""eeaiiouc') | {ord("œ"): "oe"}
"""With one sign outside the telephones' own alphabet (GSM 03.38) a message holds 70, not 160."""


class Sms:
    """Hands text messages to a provider.

    Parameters
    ----------
    url
        Apprise's address of the provider, such as `ovhsms://…/{to}` or `twilio://…/{to}`.
    """

    def __init__(self, url: str) -> None:
        self._url = url + ("&" if "?" in url else "?") + TIMEOUTS

    def send(self, letter: Letter) -> None:
        """Hand the text over."""
        import apprise  # noqa: PLC0415 (it brings a hundred providers; only the worker needs it)

        provider = apprise.Apprise()
        if not provider.add(self._url.replace("{to}", letter.to[0].lstrip("+"))):
            raise NotSentError("sms-setting")
        if not provider.notify(
            body=letter.body.translate(PLAIN), body_format=apprise.NotifyFormat.TEXT
        ):
            raise NotSentError("sms-refused")
