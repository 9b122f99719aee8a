"""A door for language models: an MCP server over one index."""
