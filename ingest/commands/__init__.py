"""Commands of `python -m ingest` that have a module of their own."""
