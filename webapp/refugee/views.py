"""The page behind a person's link."""
