"""Looks at all that the bot needs: small checks, one module a subject, each with how to mend a fault."""
