"""Large rounds cut into components and neighbourhoods, solved apart on any executor."""
