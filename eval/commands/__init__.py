"""``minuted eval``: one module a command, its options beside what it does."""
