"""Sillon's web application: one folder per kind of person, on one PostgreSQL database."""
