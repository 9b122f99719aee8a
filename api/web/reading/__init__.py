"""The page of one document: its text in leaves, its pages as pictures, what is found in it."""
