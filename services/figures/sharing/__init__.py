"""部门共享评分: how departments share, from requests, refusals, disputes and decisions. Nobody reports about themselves.

`facts.py` is what is counted, `from_rows.py` and `from_ledger.py` read it from two places that must agree, `score.py` does
the arithmetic.
"""
