"""Large rounds cut into components and regions, solved apart on any executor."""
