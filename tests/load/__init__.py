"""Many people at once: what Sillon bears, and what a page costs."""
