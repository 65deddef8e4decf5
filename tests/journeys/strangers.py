"""Strangers at the public page: no account, no cookies, and each with a network address of their own.

The page counts the checks of an address, so whoever tries many files needs several. Linux answers on all of 127.0.0.0/8.
"""

import html
import re
from http.client import HTTPConnection
from uuid import uuid4

from tests.journeys.portal import RunningPortal


class Stranger:
    def __init__(self, portal: RunningPortal, number: int) -> None:
        self._portal = portal
        self._from = (f"127.0.0.{number}", 0)

    def check_file(self, pdf: bytes) -> str:
        """The verdict in the page's big words."""
        boundary, token = uuid4().hex, "a" * 32
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n',
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="certificate.pdf"\r\n'
            "Content-Type: application/pdf\r\n\r\n",
        ]
        body = "".join(parts).encode() + pdf + f"\r\n--{boundary}--\r\n".encode()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Cookie": f"csrftoken={token}",
        }
        connection = HTTPConnection("127.0.0.1", self._portal.port, timeout=30, source_address=self._from)
        try:
            connection.request("POST", "/verify/", body, headers)
            answer = connection.getresponse()
            return _heading(answer.read().decode())
        finally:
            connection.close()


def _heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page)
    assert found, page
    return html.unescape(found[1])
