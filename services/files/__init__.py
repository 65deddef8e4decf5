"""Files that people hand in: told by their content, made harmless, and kept encrypted outside the web root."""
