"""The caseworker's portal."""
