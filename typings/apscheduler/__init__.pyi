"""What the bot uses of APScheduler 3.11, which ships no types."""
