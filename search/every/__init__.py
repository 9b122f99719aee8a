"""Every time it was discussed: features, threshold, relevance feedback."""
