"""Two versions of Sillon that serve one database while it goes from the one to the other."""
