"""Fuzzing of the readers: bytes that nobody would write, and what must hold all the same."""
