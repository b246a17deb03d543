"""Tables, their states, and the rules about one row."""
