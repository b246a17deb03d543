"""Every migration, up and down."""
