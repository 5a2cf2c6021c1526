"""Evidence that stays in a dataframe engine (polars, DuckDB, Spark), added up there where it counts alike."""
