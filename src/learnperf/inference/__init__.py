"""Inference: how sure a finished rollup lets one be, and what its readings may be put together into."""
