"""Scenario A of the practice guide, played through the real server: a three-hour workshop for forty people."""
