"""Files that hold files: mails with attachments, ZIP archives."""
