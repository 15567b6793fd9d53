"""Budgetten: the ledger and everything of money around it."""
