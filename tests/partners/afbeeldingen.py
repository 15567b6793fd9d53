"""Images for tests, honest and hostile."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

#: Something that must be found in no stored photo.
GEHEIM = b"SamsungGeheim"


def foto_bytes(
    formaat: str = "JPEG", *, maat: tuple[int, int] = (64, 48), exif: bool = False, **opties: object
) -> bytes:
    """A photo with a red left half. `exif` adds position, camera, orientation, a comment and a colour profile."""
    beeld = Image.new("RGB", maat, "white")
    beeld.paste("red", (0, 0, maat[0] // 2, maat[1]))
    if exif:
        gegevens = Image.Exif()
        gegevens[Base.Make] = GEHEIM.decode()
        gegevens[Base.Orientation] = 6  # the camera was turned: to be shown a quarter turn clockwise
        gegevens[Base.DateTime] = "2026:05:04 10:11:12"
        plek = gegevens.get_ifd(IFD.GPSInfo)
        plek[GPS.GPSLatitudeRef] = "N"
        plek[GPS.GPSLatitude] = (52.0, 59.0, 47.5)
        plek[GPS.GPSLongitudeRef] = "E"
        plek[GPS.GPSLongitude] = (6.0, 33.0, 52.1)
        opties |= {"exif": gegevens, "comment": b"opmerking " + GEHEIM, "icc_profile": GEHEIM * 20}
    uit = io.BytesIO()
    beeld.save(uit, formaat, **opties)
    return uit.getvalue()


def upload(inhoud: bytes, naam: str = "foto.jpg", soort: str = "image/jpeg") -> SimpleUploadedFile:
    """As a browser sends it: name and type are what the sender says."""
    return SimpleUploadedFile(naam, inhoud, content_type=soort)


def png_bom(breedte: int, hoogte: int) -> bytes:
    """A PNG of a few kilobytes that unpacks to breedte × hoogte pixels."""

    def blok(soort: bytes, inhoud: bytes) -> bytes:
        return struct.pack(">I", len(inhoud)) + soort + inhoud + struct.pack(">I", zlib.crc32(soort + inhoud))

    rij = b"\x00" * (1 + (breedte + 7) // 8)
    pakker = zlib.compressobj(9)
    data = b"".join(pakker.compress(rij) for _ in range(min(hoogte, 2000))) + pakker.flush()
    kop = struct.pack(">IIBBBBB", breedte, hoogte, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + blok(b"IHDR", kop) + blok(b"IDAT", data) + blok(b"IEND", b"")


def zip_bytes(naam: str = "kwaad.exe", inhoud: bytes = b"MZ" + GEHEIM) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w") as archief:
        archief.writestr(naam, inhoud)
    return uit.getvalue()


def pdf_bytes(extra: bytes = b"", *, staart: bytes = b"") -> bytes:
    """A one-page PDF; `extra` are objects put in it, `staart` comes after the end."""
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n"
        + extra
        + b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R /Size 4 >>\nstartxref\n9\n%%EOF\n"
        + staart
    )


def objectstroom(inhoud: bytes, *, filter_: bytes = b"/FlateDecode") -> bytes:
    """A compressed object stream, in which a PDF can hide what it does."""
    gepakt = zlib.compress(inhoud)
    kop = b"9 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter %b /Length %d >>\nstream\n" % (filter_, len(gepakt))
    return kop + gepakt + b"\nendstream\nendobj\n"
