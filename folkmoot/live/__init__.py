"""The room while it happens: sockets, clock, presence and groups."""
