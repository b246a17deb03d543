"""Every command that a page, a unit or a container tells somebody to type is typed here."""
