"""The memory: activities, entries, the ordered log, visibility and release."""
