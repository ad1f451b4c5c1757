"""`coalition-bot import …`: running an import, and what it tells."""
