"""What a page shows, from what its file draws: runs of characters to lines in reading order."""
