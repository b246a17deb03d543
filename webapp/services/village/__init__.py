"""The village: what it is invited to, and what it says of it, counted without anybody."""
