"""Signing in and out, invitations, second factor."""
