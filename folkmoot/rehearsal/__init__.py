"""Simulated people: clients of the wire protocol, with fictional texts. They know nothing of the server's inside."""
