"""How rows become what the engine knows: ids, parties, slots, and what a slot offers."""
