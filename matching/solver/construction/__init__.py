"""A first valid solution, built pair by pair, or the proof that pins and moves allow none."""
