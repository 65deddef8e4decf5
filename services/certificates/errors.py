"""Why there is no certificate, or no document of it."""

from services.actions.errors import DomainError


class UnknownCertificateType(DomainError):
    """No certificate type has this code."""


class UnknownCertificate(DomainError):
    """No certificate has this id."""


class RecordMismatch(DomainError):
    """The record does not hold exactly the fields its type asks for."""

    def __init__(self, missing: set[str], unexpected: set[str]) -> None:
        super().__init__(f"missing {sorted(missing)}, unexpected {sorted(unexpected)}")
        self.missing, self.unexpected = missing, unexpected


class NotInForce(DomainError):
    """Only a certificate that is in force can be revoked."""


class ReasonMissing(DomainError):
    """The holder and whoever checks the certificate are told why it was revoked."""


class DocumentUnavailable(DomainError):
    """There is a certificate, and no PDF of it yet."""


class FontNotReady(DocumentUnavailable):
    """The fonts are still being prepared (`font.prepare`, about half a minute, once a machine). Try again."""


class MissingGlyphs(DocumentUnavailable):
    """No font we have draws these characters. A person decides: an empty box is never printed on a certificate."""

    def __init__(self, characters: str) -> None:
        super().__init__(characters)
        self.characters = characters


class PangoMissing(DocumentUnavailable):
    """The libraries that set the text of PDFs are not on this machine. The message names the Debian packages."""

    def __init__(self) -> None:
        super().__init__(
            "PDFs need Pango. Install it: apt-get install --no-install-recommends "
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        )
