"""Coffee trials between sessions: asking, matching, mailing, and who has met whom (practice guide, P05)."""
