"""`python -m tests.threats`: writes docs/sharing-threats.md from the rows."""

from tests.threats.document import DOCUMENT, document

DOCUMENT.write_text(document(), encoding="utf-8")
