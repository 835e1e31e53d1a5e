"""Programmes, sessions, agendas, bookings, calendar and mail."""
