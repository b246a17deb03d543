"""What every portal shares: who may enter, forms, pages, throttle, headers, error pages."""
