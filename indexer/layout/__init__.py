"""A document's text as blocks: lines, tables, numbers, headings."""
