"""What to count: states that merge, metrics as values, and the catalogue."""
