"""Question in, verified answer out."""
