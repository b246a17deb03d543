"""What ``python -m matching`` is made of: files and spreadsheets in, answers and sentences out."""
