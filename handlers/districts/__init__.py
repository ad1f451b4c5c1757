"""Who works which district: claiming, leaving, leading, and what is covered."""
