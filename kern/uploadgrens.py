"""How much may be sent. Django reads a whole body before any view asks who sent it, to find the form token in it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParserError


class Uploadgrens(FileUploadHandler):
    """First of FILE_UPLOAD_HANDLERS: refuses files of strangers, and bodies over UPLOAD_MAX_BYTES, before storing any.

    Both become a 400. What a file is, is judged later (`kern.domain.uploads`).
    """

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        if content_length > settings.UPLOAD_MAX_BYTES:
            raise RequestDataTooBig("the body is larger than UPLOAD_MAX_BYTES")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        gebruiker = getattr(self.request, "user", None)
        if gebruiker is None or not gebruiker.is_authenticated:
            raise MultiPartParserError("no form for strangers takes a file")
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave the content to the handlers after this one."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers after this one."""
