"""Formats of office programs other than Word's DOCX: sheets, slides, OpenDocument, RTF."""
