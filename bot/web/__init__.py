"""The web page and the HTTP doors; no logic lives here."""
