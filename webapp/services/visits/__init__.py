"""A visit from proposal to end: who is asked, what each side sees, what the calendar does."""
