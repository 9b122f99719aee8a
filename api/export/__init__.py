"""What leaves: citations, lists, documents."""
