"""What pages, JSON and terminal share."""
