"""A larger reader that is never shipped, and teaches the one that is."""
