"""One module a file type: file in, Document out."""
