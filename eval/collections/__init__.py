"""Test collections: ours and other people's, as the product's own index."""
