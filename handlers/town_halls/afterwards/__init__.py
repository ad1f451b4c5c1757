"""After a town hall: how it went, what was answered, and what follows from that."""
