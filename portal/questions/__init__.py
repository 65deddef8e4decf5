"""One rendering of a question, shared by the faces: how it stands on a page, and how a page's answer is read."""
