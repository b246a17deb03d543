"""The house itself: its sizes, its words, its layers."""
