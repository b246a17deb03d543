"""What is typed into every form, and where each value is found again.

The rows stand in `tests/webapp/forms`, a file per room of a portal; `row.py` says what a row
holds. A new form, or a new field, belongs there: `test_forms.py` says which is missing, sends each
row through its page, and reads every value back in a session that has seen nothing of it.
"""

from typing import Final

from tests.webapp.forms import (
    absences,
    accounts,
    accreditations,
    agreement_signing,
    agreements,
    animators,
    api_keys,
    assessments,
    attestations,
    cases,
    caseworker_board,
    caseworker_contacts,
    caseworker_dates,
    caseworker_ends,
    caseworker_files,
    caseworker_imports,
    caseworker_many_files,
    caseworker_merging,
    caseworker_people,
    caseworker_places,
    caseworker_referents,
    caseworker_visits,
    centres,
    committees,
    coordinator,
    coordinator_farms,
    coordinator_many_farms,
    directories,
    farm_notes,
    farm_papers,
    farm_records,
    farmer_farm,
    farmer_offers,
    farmer_pace,
    farmer_proof,
    farmer_visits,
    feedback,
    filters,
    follow_ups,
    identity_provider,
    incidents,
    interest,
    kept_searches,
    local_referents,
    missed,
    paths,
    people,
    photos,
    recordings,
    referrals,
    relationships,
    reports,
    rewordings,
    round_advice,
    round_templates,
    rounds,
    seats,
    speakers,
    threads,
    transfers,
    urgent,
    village,
    visit_page,
    webhooks,
    workshops,
)
from tests.webapp.forms.row import Filter, Row
from webapp.portals.coordinator.clock import ClockForm
from webapp.portals.public.style_samples import SampleForm
from webapp.web.forms import Form

ROWS: Final[list[Row]] = [
    *absences.ROWS,
    *accreditations.ROWS,
    *agreements.ROWS,
    *directories.ROWS,
    *agreement_signing.ROWS,
    *accounts.ROWS,
    *animators.ROWS,
    *api_keys.ROWS,
    *webhooks.ROWS,
    *farmer_farm.ROWS,
    *farmer_offers.ROWS,
    *farmer_pace.ROWS,
    *farmer_proof.ROWS,
    *farmer_visits.ROWS,
    *caseworker_files.ROWS,
    *caseworker_imports.ROWS,
    *caseworker_dates.ROWS,
    *caseworker_ends.ROWS,
    *caseworker_many_files.ROWS,
    *caseworker_merging.ROWS,
    *caseworker_contacts.ROWS,
    *caseworker_people.ROWS,
    *caseworker_places.ROWS,
    *caseworker_referents.ROWS,
    *caseworker_visits.ROWS,
    *caseworker_board.ROWS,
    *feedback.ROWS,
    *follow_ups.ROWS,
    *farm_notes.ROWS,
    *farm_papers.ROWS,
    *farm_records.ROWS,
    *identity_provider.ROWS,
    *incidents.ROWS,
    *interest.ROWS,
    *local_referents.ROWS,
    *missed.ROWS,
    *coordinator_farms.ROWS,
    *coordinator_many_farms.ROWS,
    *coordinator.ROWS,
    *paths.ROWS,
    *people.ROWS,
    *photos.ROWS,
    *referrals.ROWS,
    *relationships.ROWS,
    *reports.ROWS,
    *cases.ROWS,
    *centres.ROWS,
    *committees.ROWS,
    *assessments.ROWS,
    *attestations.ROWS,
    *recordings.ROWS,
    *rewordings.ROWS,
    *rounds.ROWS,
    *round_advice.ROWS,
    *kept_searches.ROWS,
    *round_templates.ROWS,
    *threads.ROWS,
    *transfers.ROWS,
    *urgent.ROWS,
    *seats.ROWS,
    *speakers.ROWS,
    *visit_page.ROWS,
    *village.ROWS,
    *workshops.ROWS,
]
"""Every form that is sent, each button of a form of buttons among them."""

FILTERS: Final[list[Filter]] = [
    *filters.FILTERS,
    *feedback.FILTERS,
    *follow_ups.FILTERS,
    *agreements.FILTERS,
    *relationships.FILTERS,
]
"""Every form that looks for things."""

NEVER_SENT: Final[set[type[Form]]] = {SampleForm, ClockForm}
"""Forms that no view reads here: the page of samples shows what fields look like, and only a
demonstration has a clock (`operations.test_moving_clock` moves it)."""

ONLY_IN_A_DEMONSTRATION: Final = {"coordinator.show_clock", "coordinator.move_clock"}
"""Acts that answer 404 here."""

SAMPLES: Final = {"public/show_style.html", "public/check_attestation.html"}
"""Templates whose forms are samples, or ask one question: `after.test_attestations` asks it."""
