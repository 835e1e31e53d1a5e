"""Tests of what crosses rooms; what belongs to one room is tested beside its code."""
