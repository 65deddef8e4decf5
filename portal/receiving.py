"""How files come in: to disk as they arrive, never whole in memory, and no more of one than may be kept.

What is larger than any file we take is counted and let go, so that the page can still say at its place that it is too large.
"""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from services.files.cleaning import LARGEST

MOST_BYTES = 100 * 1024 * 1024  # of one request; who sends more than that chose no file by mistake


class Bounded(TemporaryFileUploadHandler):
    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Raises RequestDataTooBig before anything is read."""
        if content_length > MOST_BYTES:
            raise RequestDataTooBig(f"more than {MOST_BYTES} bytes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start <= LARGEST:
            return super().receive_data_chunk(raw_data, start)
        return None
