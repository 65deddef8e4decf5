"""Files as people hand them in, and as somebody would who means harm."""

from io import BytesIO

import pikepdf
from PIL import Image


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: object) -> bytes:
    """`mode` "1", black and white, for one that is large and quickly made."""
    written = BytesIO()
    Image.new(mode, size, "white" if mode == "1" else "teal").save(written, kind, **more)
    return written.getvalue()


def photograph() -> bytes:
    """With the place where it was taken, and a script behind its end."""
    exif = Image.Exif()
    exif[0x010F] = "camera of somebody"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif) + b"<script>alert(1)</script>"


def pdf(*, script: bool = False, password: str = "", pages: int = 1) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if script:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.attachments["secret.exe"] = b"MZ"
        link = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
        document.pages[0].obj.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=link)])
    written = BytesIO()
    document.save(
        written, encryption=pikepdf.Encryption(owner=password, user=password) if password else False
    )
    return written.getvalue()
