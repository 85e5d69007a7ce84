"""Figures and evidence → wording, citations, notes and follow-ups. All wording is in prompts/."""
