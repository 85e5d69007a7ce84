"""Question sets over the published reports: each line a question with what is right (see bot/evaluate/cases.py)."""
