"""Folkmoot: programmes of live online workshops, from booking to record."""
