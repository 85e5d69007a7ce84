"""Every wording that a user reads, and every prompt, as files."""
