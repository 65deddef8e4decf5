class NothingWritten(Exception):
    """A detection is closed with words: what it was, and what was done."""
