"""The farmer's portal."""
