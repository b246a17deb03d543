"""What everything stands on: clock, settings, errors, vocabulary, languages, logs, database."""
