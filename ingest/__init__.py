"""File in, stored report out. Imports nothing of `bot`."""
