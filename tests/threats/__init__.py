"""Threat, control, test: the rows of docs/sharing-threats.md, one module for each part of the way data take.

    .venv/bin/python -m tests.threats        writes the document anew

`case` is the number in the list of faults and abuses the gateway has to stand. A row names the tests that prove its
control, as pytest names them; `test_threats.py` fails where one of them does not exist or the document is behind.
"""
