"""Sillon behind the nginx of deploy/nginx.conf."""
