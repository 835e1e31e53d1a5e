"""What happens between sessions: coffee rounds, nudges, step reviews and one's own page."""
