"""Every code, rule and message as a sentence in the reader's language."""

from collections.abc import Callable
from typing import Any

from webapp.wording import (  # noqa: F401 (they register their kinds of message)
    account_messages,
    after_messages,
    agreement_messages,
    digest,
    gathering_messages,
    help_messages,
    interest_messages,
    local_messages,
    path_messages,
    request_messages,
    transfer_messages,
    visit_messages,
    workshop_messages,
)
from webapp.wording.communes import commune_choice, town, what_it_is_today
from webapp.wording.days import (
    clock_hour,
    clock_time,
    day,
    day_range,
    days_of,
    duration,
    format_date,
    format_datetime,
    its_year,
    short_day,
    stay_range,
    until_then,
    years_or_days,
)
from webapp.wording.fares import fare_rows, there_and_back
from webapp.wording.labels import label, labels
from webapp.wording.lists import in_a_row, listed
from webapp.wording.marks import in_french, isolated
from webapp.wording.messages import compose, reader_of
from webapp.wording.numbers import format_number
from webapp.wording.people import household, spans, telephone
from webapp.wording.rules import sentence
from webapp.wording.services_around import place, source
from webapp.wording.shown_facts import was_and_is
from webapp.wording.tickets import fare, tickets_told

__all__ = [
    "FILTERS",
    "clock_hour",
    "clock_time",
    "commune_choice",
    "compose",
    "day",
    "day_range",
    "days_of",
    "duration",
    "fare",
    "format_date",
    "format_datetime",
    "household",
    "in_a_row",
    "in_french",
    "isolated",
    "its_year",
    "label",
    "labels",
    "listed",
    "reader_of",
    "sentence",
    "short_day",
    "spans",
    "stay_range",
    "telephone",
    "tickets_told",
    "town",
    "until_then",
    "was_and_is",
    "what_it_is_today",
    "years_or_days",
]

FILTERS: dict[str, Callable[..., Any]] = {
    "clock_hour": clock_hour,
    "clock_time": clock_time,
    "dateformat": format_date,
    "datetimeformat": format_datetime,
    "in_a_row": in_a_row,
    "in_french": in_french,
    "isolated": isolated,
    "listed": listed,
    "numberformat": format_number,
    "service_place": place,
    "service_source": source,
    "town": town,
    "was_and_is": was_and_is,
    "fare": fare,
    "fare_rows": fare_rows,
    "fare_there_and_back": there_and_back,
    "tickets_told": tickets_told,
}
"""What templates say with a bar, such as `{{ names | listed }}`."""
