"""One format a file: bytes to documents, hostile ones in processes with limits."""
