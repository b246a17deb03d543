"""What `run.py` hands over to: Sillon on one computer, with invented data, for trying it out."""
