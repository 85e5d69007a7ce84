"""Runs a question set over the bot and says how much of it is right: `python -m bot eval FILE.jsonl`."""
