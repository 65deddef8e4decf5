"""Files on their way in: to disk, no more of one than may be kept, and nothing at all of a request without measure."""

from io import BytesIO

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import RequestFactory

from portal.receiving import MOST_BYTES
from services.files.cleaning import LARGEST


def request_with(content: bytes):
    return RequestFactory().post("/", {"file": SimpleUploadedFile("a.pdf", content), "after": "there"})


def test_even_a_small_file_lies_on_disk_and_is_whole():
    request = request_with(b"%PDF-")
    file = request.FILES["file"]
    assert isinstance(file, TemporaryUploadedFile) and (file.size, file.read()) == (5, b"%PDF-")


def test_of_one_too_large_the_size_is_known_and_the_rest_of_the_form_read_but_little_more_is_kept():
    request = request_with(b"x" * (LARGEST + 3_000_000))
    file = request.FILES["file"]
    assert file.size == LARGEST + 3_000_000 and request.POST["after"] == "there"
    assert LARGEST < len(file.read()) < LARGEST + 100_000


def test_a_request_without_measure_is_refused_before_it_is_read():
    class Untouched(BytesIO):
        def read(self, *size: int) -> bytes:
            raise AssertionError("was read")

    request = RequestFactory().post("/", data=b"x", content_type="multipart/form-data; boundary=b")
    request.META["CONTENT_LENGTH"] = str(MOST_BYTES + 1)
    request._stream = Untouched()
    with pytest.raises(RequestDataTooBig):
        _ = request.POST


def test_five_files_at_most(settings):
    with pytest.raises(Exception, match="DATA_UPLOAD_MAX_NUMBER_FILES"):
        files = {f"f{n}": SimpleUploadedFile("a.pdf", b"%PDF-") for n in range(6)}
        _ = RequestFactory().post("/", files).POST
