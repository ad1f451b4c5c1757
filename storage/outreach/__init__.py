"""Outreach: who contacted which candidate, what was answered, and which requests are being followed up."""
