"""Saved states: what evidence came to, without the evidence, in a file that later evidence is added to."""
