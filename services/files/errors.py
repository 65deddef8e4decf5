"""Why a file was not taken. `reason` is a code; its sentence is in `SAYS`: what is wrong, and how to mend it."""

from collections.abc import Mapping

from services.actions.errors import DomainError
from services.texts import Text

SAYS: Mapping[str, Text] = {
    "empty": {"zh": "文件是空的，请重新选一个。", "en": "The file is empty, choose another one."},
    "too_large": {
        "zh": "文件超过 10 MB，请缩小后再上传。",
        "en": "The file has more than 10 MB, make it smaller and try again.",
    },
    "other_type": {
        "zh": "只收 PDF、JPEG 和 PNG。请拍成照片或存成 PDF。",
        "en": "Only PDF, JPEG and PNG are taken. Take a photograph, or save it as a PDF.",
    },
    "broken": {
        "zh": "文件打不开，可能没有存完整。请重新存一次。",
        "en": "The file cannot be opened, it may be incomplete. Save it again.",
    },
    "encrypted": {
        "zh": "文件有密码。请去掉密码后再上传。",
        "en": "The file has a password. Take the password away and try again.",
    },
    "too_many_pixels": {
        "zh": "图片太大，请缩小后再上传。",
        "en": "The picture is too large, make it smaller and try again.",
    },
    "too_many_pages": {
        "zh": "文件超过 50 页，请分成几份。",
        "en": "The file has more than 50 pages, divide it.",
    },
    "too_many": {
        "zh": "这一项的文件已经够了。先去掉一个，再上传。",
        "en": "There are enough files for this. Take one away first.",
    },
}


class BadFile(DomainError):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def says(self) -> Text:
        return SAYS[self.reason]
