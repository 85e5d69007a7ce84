"""SQL holds the truth; Chroma is derived from it."""
