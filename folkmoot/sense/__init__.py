"""Analysis: loops, networks, opinion groups, wording and themes."""
