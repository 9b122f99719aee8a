"""The pages of the ledger, of questions put before, and of what is new."""
