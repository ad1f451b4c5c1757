"""What a person does in the workspace, and what comes of it."""
