"""Side-by-side measurements: ``python -m benchmarks`` lists the suites."""
