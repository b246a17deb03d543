"""Services around: loaded from the files of a public directory, and found near a person."""
