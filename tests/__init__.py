"""The specification of Sillon."""
