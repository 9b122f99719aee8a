"""What a panel member works with: figures and briefings, as records and as words."""
