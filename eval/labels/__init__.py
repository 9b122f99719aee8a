"""What people have marked in texts, and how marks are kept."""
