"""Tables that become files."""
