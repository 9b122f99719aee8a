"""What was said: the types, the errors, the names, and the documents themselves."""
