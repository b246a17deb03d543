"""People sent from outside: the form of a prescriber, and what a caseworker says of them."""

from sqlalchemy.orm import Session

from tests.builders import a_caseworker
from tests.webapp.forms.places import audited, newest, of
from tests.webapp.forms.row import Row, World, carried, typed
from webapp.models import Referral, ReferralState
from webapp.portals.caseworker.referrals import EndReferralForm
from webapp.portals.public.referrals import ReferralForm
from webapp.services.parties import referrals
from webapp.services.records.tokens import referring_token


def an_open_form(db: Session) -> World:
    """Nobody signed in, with the address of an association's form."""
    home = a_caseworker(db).organisation
    assert home is not None
    return World(token=referring_token(home), home=home)


def somebody_sent(db: Session) -> World:
    reader = a_caseworker(db, language="en")
    assert reader.organisation is not None
    told = {"first_name": "Nour", "phone": "+33639980001", "language": "ar"}
    sent = referrals.refer(db, reader.organisation, prescriber="centre", **told)
    return World(reader=reader, referral=sent, home=reader.organisation)


def somebody_not_pursued(db: Session) -> World:
    world = somebody_sent(db)
    world.referral.end("not-now")
    db.flush()
    return world


STATE = of("referral", "state")
LIST = "caseworker.list_referrals"
ROWS = [
    Row(
        "public.refer_person",
        an_open_form,
        form=ReferralForm,
        subject=newest(Referral),
        fields={
            "first_name": typed("Salma"),
            "last_name": typed("Rahimi"),
            "phone": typed("06 39 98 00 02", "+33639980002"),
            "language": typed("prs"),
            "prescriber": typed("mission-locale"),
            "sent_by": typed("N. Petit, 02 31 00 00 00"),
            "agreed": typed(True, ReferralState.ORIENTED, at="state"),
        },
        then={"organisation_id": lambda world: world.home.id},
    ),
    Row(
        "caseworker.contact_referral",
        somebody_sent,
        page=LIST,
        then={STATE: ReferralState.CONTACTED, audited("referral.contacted"): True},
    ),
    Row(
        "caseworker.interest_referral",
        somebody_sent,
        page=LIST,
        then={STATE: ReferralState.INTERESTED, audited("referral.interested"): True},
    ),
    Row(
        "caseworker.end_referral",
        somebody_sent,
        form=EndReferralForm,
        subject="referral",
        fields={"reason": typed("unreachable")},
        then={STATE: ReferralState.NOT_PURSUED},
    ),
    Row(
        "caseworker.take_referral_up",
        somebody_not_pursued,
        page=LIST,
        approach=lambda page, _world: page.visit("/casework/referrals?show=all"),
        then={STATE: ReferralState.ORIENTED, audited("referral.taken-up"): True},
    ),
    Row(
        "caseworker.renew_referral_link",
        somebody_sent,
        page=LIST,
        then={of("home", "referral_version"): 2},
    ),
    Row(
        "caseworker.export_funnel",
        somebody_sent,
        page="caseworker.show_funnel",
        fields={
            "first": carried("2026-03-01", audited("referral.exported", "first")),
            "last": carried("2027-03-01", audited("referral.exported", "last")),
        },
    ),
]
