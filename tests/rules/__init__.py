"""What semgrep looks for in this house, with an example of each."""
