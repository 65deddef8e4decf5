"""Statements of the hottest path: written by the ORM, kept as text, run many times.

Building a statement costs Django several times what the database needs to run it. Here the models still say everything,
columns, joins, conversions and sealing; only the text is kept, by the process. A migration cannot drift from it, and a
test writes and reads both ways and compares every column.

Meant for what many do at once: asking the departments, submitting, and what the pages most looked at ask. Elsewhere the
ORM's own way is right. Left out are signals, a model's own `save()`, prefetching what is many to many, and a check that
related rows have been saved.
"""

from services.prepared.reading import Prepared
from services.prepared.statement import Among, Given
from services.prepared.writing import PreparedUpdate, insert, together, update

__all__ = ["Among", "Given", "Prepared", "PreparedUpdate", "insert", "together", "update"]
