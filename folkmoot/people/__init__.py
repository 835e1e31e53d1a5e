"""Persons, organisations, sign-in, consent and erasure."""
