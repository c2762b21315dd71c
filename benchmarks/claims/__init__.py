"""Finding, matching and grouping claims, beside simpler ways: `python -m benchmarks.claims`."""
