"""The rules at the desk: written, tried, compared, replayed and published by policy officers of the department."""
