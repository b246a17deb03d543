"""How long what is known of people is kept."""
