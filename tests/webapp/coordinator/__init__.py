"""The coordinator's portal."""
