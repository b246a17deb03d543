"""What the geography of Sillon promises."""
