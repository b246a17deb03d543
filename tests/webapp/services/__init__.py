"""Rules over several kinds of row."""
