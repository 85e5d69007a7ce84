"""Question text in, Plan out."""
