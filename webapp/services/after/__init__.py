"""What comes once a visit has taken place."""
