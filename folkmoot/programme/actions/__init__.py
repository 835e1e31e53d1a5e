"""Every write of this room but the agenda's: check, write in one transaction with the session locked, then tell."""
