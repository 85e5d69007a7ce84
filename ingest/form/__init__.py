"""The official forms as data, and the reader that maps grids to cells."""
