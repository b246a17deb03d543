"""The pages of a round, in both portals."""
