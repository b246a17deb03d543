"""A real identity provider on this machine, made of Authlib's server; its key may be stolen."""
