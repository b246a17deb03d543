"""The one command of Sillon."""
