"""One folder of pages per kind of person; the folder is the permission boundary."""
