"""What is learnt from labels, with the commands that learn it."""
