"""The seal: what it accepts, and everything else it refuses without ever raising."""

import hashlib
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError

from services.certificates import authority
from services.certificates.objections import Objection
from services.certificates.signing import Seal, seal

SAMPLED = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def ours(authority_folder: Path) -> Seal:
    return Seal(authority.load(authority_folder))


@pytest.fixture(scope="module")
def signed(ours: Seal, plain: bytes) -> bytes:
    return ours.sign(plain, reason="1.2.156.3005.2")


@pytest.fixture(scope="module")
def recorded(signed: bytes) -> str:
    return hashlib.sha256(signed).hexdigest()


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], object]) -> bytes:
    writer, out = IncrementalPdfFileWriter(BytesIO(pdf), strict=False), BytesIO()
    change(writer)
    writer.write(out)
    return out.getvalue()


def test_what_we_signed_is_genuine(ours: Seal, signed: bytes, recorded: str) -> None:
    assert ours.judge(signed, recorded) is None


def test_it_is_one_certifying_signature_over_the_whole_file(signed: bytes) -> None:
    (signature,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.sig_object["/Reason"] == "1.2.156.3005.2"
    assert signature.docmdp_level.value == 1
    start, before, after, rest = signature.sig_object["/ByteRange"]
    assert (start, after + rest) == (0, len(signed))
    assert before < after


def test_the_field_is_invisible_and_has_a_name_to_read_out(signed: bytes) -> None:
    (signature,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    assert signature.sig_field["/TU"] == "电子印章"
    assert signature.sig_field["/F"] & 2 == 0, "a hidden flag breaks PDF/A"


def test_without_a_signature_it_is_not_genuine(ours: Seal, plain: bytes) -> None:
    assert ours.objection_to_signature(plain) is Objection.NOT_SIGNED_ONCE


@SAMPLED
@given(data=st.data())
def test_flipping_any_bit_makes_it_not_genuine(
    ours: Seal, signed: bytes, recorded: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(signed) - 1))
    bit = data.draw(st.integers(0, 7))
    changed = bytearray(signed)
    changed[place] ^= 1 << bit
    assert ours.judge(bytes(changed), recorded) is Objection.NOT_ON_RECORD


@SAMPLED
@given(data=st.data())
def test_flipping_a_bit_outside_the_hole_for_the_signature_is_seen_by_the_signature(
    ours: Seal, signed: bytes, data: st.DataObject
) -> None:
    (signature,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    _, before, after, _ = signature.sig_object["/ByteRange"]
    place = data.draw(st.one_of(st.integers(0, before - 1), st.integers(after, len(signed) - 1)))
    changed = bytearray(signed)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    assert ours.objection_to_signature(bytes(changed)) is not None


def test_a_changed_page_is_changed(ours: Seal, signed: bytes) -> None:
    assert ours.objection_to_signature(signed.replace(b"50 50", b"50 51", 1)) is Objection.CHANGED


@pytest.mark.parametrize("added", [b"\n", b" ", b"%", b"\0" * 100, b"%PDF-1.7\n%%EOF\n"])
def test_something_appended_is_not_genuine(ours: Seal, signed: bytes, recorded: str, added: bytes) -> None:
    assert ours.objection_to_signature(signed + added) in {Objection.ADDED_TO, Objection.UNREADABLE}
    assert ours.judge(signed + added, recorded) is Objection.NOT_ON_RECORD


def test_a_newline_alone_is_something_added(ours: Seal, signed: bytes) -> None:
    assert ours.objection_to_signature(signed + b"\n") is Objection.ADDED_TO


def test_an_update_that_adds_to_the_root_is_seen(ours: Seal, signed: bytes) -> None:
    def add(writer: IncrementalPdfFileWriter) -> None:
        writer.root["/PageMode"] = generic.pdf_name("/FullScreen")
        writer.update_root()

    assert ours.objection_to_signature(updated(signed, add)) is Objection.ADDED_TO


def test_an_update_that_replaces_the_page_is_seen(ours: Seal, signed: bytes) -> None:
    def replace(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"].raw_get(0)
        page.get_object()["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 m 9 9 l S"))
        writer.mark_update(page)

    assert ours.objection_to_signature(updated(signed, replace)) is Objection.ADDED_TO


def test_the_seal_of_an_authority_with_the_same_names_is_not_ours(
    ours: Seal, plain: bytes, tmp_path: Path
) -> None:
    authority.make(tmp_path / "lookalike")
    lookalike = authority.load(tmp_path / "lookalike")
    theirs = Seal(lookalike).sign(plain, reason="1.2.156.3005.2")
    assert lookalike.seal.certificate.subject == ours_subject(ours)
    assert Seal(lookalike).objection_to_signature(theirs) is None
    assert ours.objection_to_signature(theirs) is Objection.NOT_OUR_SEAL
    assert ours.judge(theirs, hashlib.sha256(theirs).hexdigest()) is Objection.NOT_OUR_SEAL


def ours_subject(ours: Seal) -> object:
    from cryptography import x509

    return x509.load_der_x509_certificate(ours._signer.signing_cert.dump()).subject


def test_another_certificate_of_our_own_root_is_not_our_seal(
    ours: Seal, plain: bytes, authority_folder: Path
) -> None:
    keys = authority.load(authority_folder)
    stamped = Seal(authority.Authority(keys.root, keys.stamp, keys.stamp)).sign(plain, reason="x")
    assert ours.objection_to_signature(stamped) is Objection.NOT_OUR_SEAL


def test_a_stamp_of_a_foreign_authority_is_no_stamp(
    ours: Seal, plain: bytes, authority_folder: Path, tmp_path: Path
) -> None:
    authority.make(tmp_path / "foreign")
    keys, foreign = authority.load(authority_folder), authority.load(tmp_path / "foreign")
    mixed = Seal(authority.Authority(keys.root, keys.seal, foreign.stamp)).sign(plain, reason="x")
    assert ours.objection_to_signature(mixed) in {Objection.ADDED_TO, Objection.NO_TIME_STAMP}


def test_other_bytes_under_our_own_seal_are_caught_by_the_record_alone(
    ours: Seal, plain: bytes, recorded: str
) -> None:
    again = ours.sign(plain.replace(b"50 50", b"60 60"), reason="1.2.156.3005.2")
    assert ours.objection_to_signature(again) is None
    assert ours.judge(again, recorded) is Objection.NOT_ON_RECORD


def test_a_certified_file_takes_no_second_signature(ours: Seal, signed: bytes) -> None:
    with pytest.raises(SigningError):
        ours.sign(signed, reason="again")


HOSTILE = [
    b"",
    b"\0",
    b"%PDF-1.7",
    b"%PDF-1.7\n" + b"[" * 50_000,
    b"%PDF-1.7\n1 0 obj<</Length 9/Filter/FlateDecode>>stream\nxxxxxxxxx\nendstream endobj\nstartxref\n9\n%%EOF",
    b"%PDF-1.7\ntrailer<</Root 1 0 R/Prev 0>>\nstartxref\n9\n%%EOF",
    b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Root 0 0 R>>\nstartxref\n9\n%%EOF",
    b"PK\x03\x04" + b"\0" * 200,
    b"<html>%PDF-1.7</html>",
    zlib.compress(b"0" * 1_000_000),
    "高龄津贴资格证明".encode(),
]


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_files_are_refused_and_never_raise(ours: Seal, hostile: bytes) -> None:
    objection = ours.objection_to_signature(hostile)
    assert objection in {Objection.UNREADABLE, Objection.NOT_SIGNED_ONCE}


@SAMPLED
@given(cut=st.floats(0, 0.999))
def test_a_truncated_file_is_refused(ours: Seal, signed: bytes, cut: float) -> None:
    assert ours.objection_to_signature(signed[: int(len(signed) * cut)]) is not None


@SAMPLED
@given(junk=st.binary(max_size=400))
def test_random_bytes_are_refused(ours: Seal, junk: bytes) -> None:
    assert ours.objection_to_signature(b"%PDF-1.7\n" + junk) is not None


def test_bytes_before_the_header_are_refused(ours: Seal, signed: bytes) -> None:
    assert ours.objection_to_signature(b"x" * 20 + signed) is not None


def test_it_signs_and_judges_where_an_event_loop_is_running(ours: Seal, plain: bytes) -> None:
    import asyncio

    async def in_a_loop() -> Objection | None:
        return ours.objection_to_signature(ours.sign(plain, reason="x"))

    assert asyncio.run(in_a_loop()) is None


def test_the_seal_of_the_installation_is_read_once(keys: authority.Authority) -> None:
    assert seal() is seal()
