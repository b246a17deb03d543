"""The accounts of staff and farmers: invitations, passwords, links, second factor."""
