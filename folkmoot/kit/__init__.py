"""Leaf functions without domain words: time, ids, words, text."""
