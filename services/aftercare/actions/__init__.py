"""What a person or the portal does after an approval."""
