"""How much may be sent. Django reads a whole body before any view asks who sent it, to find the form token in it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from kern.domain import rem

#: Mark in the session of a stranger who is filling in a form that takes files.
_SESSIE = "mag_bestanden_sturen"
#: Files an hour of one stranger, and of everybody at one address.
VREEMDE_PER_UUR, ADRES_PER_UUR = 60, 240


def laat_toe(request: HttpRequest) -> None:
    """From now on this browser may send files without being logged in, within the limits for strangers."""
    request.session[_SESSIE] = True


class Uploadgrens(FileUploadHandler):
    """First of FILE_UPLOAD_HANDLERS: refuses bodies over UPLOAD_MAX_BYTES, and files of strangers, before storing any.

    A stranger whom a page let in (`laat_toe`) may send a few, up to UPLOAD_MAX_BYTES_VREEMDE at once. A refusal becomes
    a 400. What a file is, is judged later (`kern.domain.uploads`).
    """

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        bekend = self._is_bekend()
        if content_length > (settings.UPLOAD_MAX_BYTES if bekend else settings.UPLOAD_MAX_BYTES_VREEMDE):
            raise RequestDataTooBig("the body is larger than UPLOAD_MAX_BYTES")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if not self._is_bekend():
            self._controleer_vreemde()
        super().new_file(*args, **kwargs)

    def _is_bekend(self) -> bool:
        gebruiker = getattr(self.request, "user", None)
        return gebruiker is not None and gebruiker.is_authenticated

    def _controleer_vreemde(self) -> None:
        sessie = getattr(self.request, "session", None)
        if self.request is None or sessie is None or not sessie.get(_SESSIE):
            raise MultiPartParserError("no form for strangers takes a file")
        if not (
            rem.tel(f"upload:{sessie.session_key}", hoogstens=VREEMDE_PER_UUR, seconden=3600)
            and rem.tel(f"upload-adres:{rem.adres(self.request)}", hoogstens=ADRES_PER_UUR, seconden=3600)
        ):
            raise MultiPartParserError("too many files of a stranger")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave the content to the handlers after this one."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers after this one."""
