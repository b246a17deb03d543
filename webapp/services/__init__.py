"""Rules over several kinds of row. They take the session first, flush, and never commit."""
