"""The demonstration authority: made once, kept private, never in production."""

import stat
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from django.core.exceptions import ImproperlyConfigured

from services.certificates import authority
from tests.databases import at_once


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.SEAL_FOLDER = tmp_path / "var" / "seal"
    settings.PRODUCTION = False
    return Path(settings.SEAL_FOLDER)


def test_the_first_call_makes_it_and_the_second_finds_it(folder: Path) -> None:
    made = authority.authority()
    content = {file.name: file.read_bytes() for file in folder.iterdir()}
    authority.load.cache_clear()
    again = authority.authority()
    assert again.seal.certificate == made.seal.certificate
    assert content == {file.name: file.read_bytes() for file in folder.iterdir()}


def test_keys_and_folder_are_private(folder: Path) -> None:
    authority.authority()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_the_root_forgets_its_key(folder: Path) -> None:
    authority.authority()
    assert {file.name for file in folder.iterdir()} == set(authority.FILES)
    assert not (folder / "root.key").exists()


def test_many_at_once_end_with_one_authority(folder: Path) -> None:
    results = at_once(*[lambda: authority.authority().seal.certificate] * 6)
    assert len({certificate.serial_number for certificate in results}) == 1
    assert [entry.name for entry in folder.parent.iterdir()] == ["seal"]


def test_an_empty_folder_is_filled(folder: Path) -> None:
    folder.mkdir(parents=True)
    assert authority.authority().root.subject == authority.authority().seal.certificate.issuer


def test_a_folder_with_something_else_is_left_alone(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "seal.key").write_text("precious")
    with pytest.raises(ImproperlyConfigured, match=r"lacks some of root\.pem"):
        authority.authority()
    assert (folder / "seal.key").read_text() == "precious"
    assert [entry.name for entry in folder.parent.iterdir()] == ["seal"]


def test_production_makes_no_keys(folder: Path, settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="Production makes no keys itself"):
        authority.authority()
    assert not folder.exists()


def test_production_takes_what_is_there(folder: Path, settings: Any) -> None:
    authority.make(folder)
    settings.PRODUCTION = True
    assert authority.authority().stamp.key.curve.name == "secp256r1"


def test_everything_is_signed_by_the_root_on_p256(keys: authority.Authority) -> None:
    for signatory in (keys.seal, keys.stamp):
        signatory.certificate.verify_directly_issued_by(keys.root)
        assert isinstance(signatory.key.curve, ec.SECP256R1)
        assert signatory.certificate.public_key() == signatory.key.public_key()


def test_the_root_signs_certificates_only_and_none_below_them(keys: authority.Authority) -> None:
    constraints = keys.root.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (constraints.critical, constraints.value.ca, constraints.value.path_length) == (True, True, 0)
    usage = keys.root.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.key_cert_sign and not usage.digital_signature


def test_the_seal_commits_and_the_stamp_only_tells_the_time(keys: authority.Authority) -> None:
    seal, stamp = keys.seal.certificate.extensions, keys.stamp.certificate.extensions
    assert seal.get_extension_for_class(x509.KeyUsage).value.content_commitment
    assert not stamp.get_extension_for_class(x509.KeyUsage).value.content_commitment
    purpose = stamp.get_extension_for_class(x509.ExtendedKeyUsage)
    assert purpose.critical and list(purpose.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
    with pytest.raises(x509.ExtensionNotFound):
        seal.get_extension_for_class(x509.ExtendedKeyUsage)


def test_the_seal_says_that_it_is_a_demonstration(keys: authority.Authority) -> None:
    assert "演示" in keys.seal.certificate.subject.rfc4514_string()


def test_a_key_of_another_kind_is_refused(folder: Path) -> None:
    authority.make(folder)
    other = rsa.generate_private_key(65537, 2048)
    pem = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "seal.key").write_bytes(pem)
    with pytest.raises(ImproperlyConfigured, match="not a key on an elliptic curve"):
        authority.load(folder)
