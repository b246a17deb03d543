"""How long what is known of people is kept, what then becomes of it, and what they may have."""
