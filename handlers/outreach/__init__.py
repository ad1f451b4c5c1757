"""Outreach: contacts with candidates, what they answered, and the follow-ups in between."""
