"""Words, vectors and neighbours into one order."""
