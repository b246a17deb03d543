"""What comes after a visit."""
