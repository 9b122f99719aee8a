"""Tables: what names their cells, and on pages where they are."""
