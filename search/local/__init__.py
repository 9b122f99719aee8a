"""The embedded index: SQLite, Tantivy and FAISS in one folder."""
