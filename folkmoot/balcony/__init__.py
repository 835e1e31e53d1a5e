"""The whole programme, seen from above."""
