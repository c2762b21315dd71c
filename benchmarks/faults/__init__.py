"""What goes wrong on purpose, and what it costs: power cuts, disturbed requests, many deliveries at once."""
