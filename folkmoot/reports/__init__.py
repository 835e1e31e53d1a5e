"""Session records, exports and certificates."""
