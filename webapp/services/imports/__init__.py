"""Tables that become files: read, looked at row by row, brought in whole, undone whole."""
