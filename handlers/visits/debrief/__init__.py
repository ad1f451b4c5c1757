"""After a visit: what came of it, noted press by press, and what follows from that."""
