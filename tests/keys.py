"""The keys of every application under test: one pair, for they are kept once a process."""

SECRET_KEY = "test-secret-key-that-signs-nothing-real"
DATA_KEY = "test-data-key-that-seals-nothing-real"
