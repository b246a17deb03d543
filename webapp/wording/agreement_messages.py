"""How somebody is asked to sign an agreement: no name, no place, one address, one code."""

from flask_babel import gettext as _

from webapp.models import Channel, Message, Signer
from webapp.services.agreements import signing, standing
from webapp.services.records.tokens import signature_digits, signature_token
from webapp.wording.account_messages import letter
from webapp.wording.messages import Text, address, kind


@kind(signing.TO_SIGN)
def _to_sign(message: Message) -> Text:
    page = _page(message)
    if message.channel is Channel.SMS:
        words = _("Sillon: an agreement is ready to be read and signed here:")
        return Text("", f"{words}\n{page}")
    return letter(
        _("An agreement to sign"),
        _("The agreement of an immersion (PMSMP) is ready. Read it, and sign it if you agree:"),
        page,
        _("If something is not right, do not sign: call the association, which writes it anew."),
    )


@kind(standing.OVER)
def _over(message: Message) -> Text:
    if message.signature is not None and not message.signature.signer.goes:
        words = _("What you signed does not stand any more, or is being changed.")
        if message.channel is Channel.SMS:
            return Text("", f"{words}\n{_page(message)}")
        ask = _("If you have a question, call the association.")
        return letter(_("An agreement that you signed"), words, _page(message), ask)
    words = _(
        "Sillon: an immersion that you signed does not stand any more, or is being changed. Do not "
        "go: call the association."
    )
    return Text("" if message.channel is Channel.SMS else _("An agreement that you signed"), words)


def _page(message: Message) -> str:
    """Return the address at which its reader reads the agreement."""
    signature = message.signature
    if signature is not None and signature.signer is Signer.FARM:
        return address("farmer.sign_agreement", agreement_id=signature.agreement_id)
    token = signature_token(signature) if signature else "…"
    return address("visit_page.show_agreement", token=token)


@kind(signing.CODE)
def _code(message: Message) -> Text:
    digits = signature_digits(message.signature) if message.signature else "…"
    written = _(
        "Sillon: your code is %(digits)s. Good for 10 minutes; tell it to nobody.", digits=digits
    )
    return Text("" if message.channel is Channel.SMS else _("Your code"), written)
