"""One home for every measure: of passages, answers and structure."""
