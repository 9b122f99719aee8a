"""The learnt reader: one cross-encoder over a question and a passage in its place."""
