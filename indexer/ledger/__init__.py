"""What was promised and what became of it, over all documents of an archive."""
