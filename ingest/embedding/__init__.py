"""The default embedding model, how it was trained, how another is chosen."""
