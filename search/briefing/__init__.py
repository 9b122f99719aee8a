"""The briefing before a meeting: what the papers say of a topic, and what may be asked about it."""
