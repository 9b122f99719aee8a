"""People as papers list them: names, ranks, offices, who was there, who wrote to whom."""
