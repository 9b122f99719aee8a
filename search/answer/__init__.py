"""Passages to cited sentences, or none."""
