"""Where papers begin and end, when they were said, their sections and passages."""
