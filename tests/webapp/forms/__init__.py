"""The rows of the form table, a file per room of a portal, and how they are read."""
