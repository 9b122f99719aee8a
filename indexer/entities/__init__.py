"""Who was there, who spoke, who owes what, and what short names stand for."""
