"""Results that are kept current: one change at a time, in time proportional to what it touches."""
