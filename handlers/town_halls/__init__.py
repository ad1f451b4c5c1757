"""Town halls: found, announced to the right people, and gone to together."""
