"""What one build has made and the next one takes: vectors, terms."""
