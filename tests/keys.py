"""The keys of every application under test: one pair, for they are kept once a process."""

SECRET_KEY = "test-secret-key-that-signs-nothing-real"
DATA_KEY = "test-data-key-that-seals-nothing-real"

PRODUCTION_KEYS = {
    "SILLON_SECRET_KEY": "9b1f44c07d2e6a8835d0c1be57ac09e6a2",
    "SILLON_DATA_KEY": "03e7a95d1c8f4b6620f9d7ae8d41fb3c70",
}
"""Keys that production takes, for tests of its settings; they seal and sign nothing real either."""
