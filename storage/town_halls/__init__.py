"""Town halls: events at which voters can ask, and what came of them."""
