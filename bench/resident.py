"""A resident who hands in a plan with a browser that knows only HTML: every page, a photo, the code from the mail."""

import datetime as dt
import http.cookiejar
import io
import re
import time
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

START = "/initiatieven/indienen/"
#: The form for strangers takes who is faster for a robot.
PATIENCE = 2.2


def photo(number: int) -> bytes:
    """A picture of a phone, of a few hundred kB, each another one."""
    noise = Image.effect_noise((1600, 1200), 60 + number)
    buffer = io.BytesIO()
    Image.merge("RGB", (noise, noise.rotate(180), noise)).save(buffer, "JPEG", quality=60)
    return buffer.getvalue()


@dataclass
class Resident:
    """One browser. `times` is how long each answer took, in seconds."""

    address: str
    number: int
    code_of: Callable[[str], str]
    choices: dict[str, int]
    picture: bytes
    times: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.email = f"bewoner{self.number}@bench.example"
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.opener.addheaders = [("X-Forwarded-For", f"198.51.100.{self.number}")]

    def hand_in(self) -> str:
        """Walk the whole way. Returns the address of the last page; raises ValueError when a step does not go on."""
        page = self._get(START)
        time.sleep(PATIENCE)
        self._post(START, page, {"moment": self._field(page, "moment")}, "/idee/")
        begin = dt.datetime.now(dt.UTC).date()
        self._step("idee", "plek", self._idea(begin))
        self._step("plek", "kosten", {"gebied": self.choices["gebied"]})
        self._step(
            "kosten",
            "mensen",
            {"kosten-0-wat": "Hout", "kosten-0-bedrag": "450,00", "dekking-0-wat": "Eigen", "dekking-0-bedrag": "50"},
        )
        self._step("mensen", "bijlagen", self._people())
        self._upload()
        self._step("bijlagen", "controleren", {})
        check = f"{START}controleren/"
        self._post(check, self._get(check), {}, "/code/")
        code = f"{START}code/"
        return self._post(code, self._get(code), {"code": self.code_of(self.email)}, "/ingestuurd/")

    def _idea(self, begin: dt.date) -> dict[str, Any]:
        return {
            "titel": f"Bloembakken van bewoner {self.number}",
            "samenvatting": "Wij zetten bloembakken neer.",
            "plan": "Met de hele straat timmeren wij tien bloembakken.",
            "resultaat_voor_buurt": "De straat wordt mooier.",
            "thema": self.choices["thema"],
            "begindatum": (begin + dt.timedelta(days=60)).isoformat(),
            "einddatum": (begin + dt.timedelta(days=90)).isoformat(),
            "email": self.email,
        }

    def _people(self) -> dict[str, Any]:
        return {
            "soort_aanvrager": "bewoner",
            "naam": f"Bewoner {self.number}",
            "telefoon": "0592 123456",
            "straat": "Sparstraat",
            "huisnummer": str(self.number),
            "postcode": "9404KL",
            "woonplaats": "Assen",
            "oud_genoeg": "on",
        }

    def _step(self, name: str, following: str, fields: dict[str, Any]) -> None:
        path = f"{START}{name}/"
        self._post(path, self._get(path), {**fields, "actie": "volgende"}, f"/{following}/")

    def _upload(self) -> None:
        path = f"{START}bijlagen/"
        page = self._get(path)
        border = uuid.uuid4().hex
        fields = {
            "csrfmiddlewaretoken": self._field(page, "csrfmiddlewaretoken"),
            "openbaar": "on",
            "actie": "toevoegen",
        }
        parts = [
            f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        parts.append(
            f'--{border}\r\nContent-Disposition: form-data; name="fotos"; filename="straat.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n".encode()
            + self.picture
            + f"\r\n--{border}--\r\n".encode()
        )
        kind = f"multipart/form-data; boundary={border}"
        self._expect(self._send(path, b"".join(parts), {"Content-Type": kind}), "/bijlagen/")

    def _get(self, path: str) -> str:
        return self._send(path, None, {})[1]

    def _post(self, path: str, page: str, fields: dict[str, Any], expected: str) -> str:
        token = {"csrfmiddlewaretoken": self._field(page, "csrfmiddlewaretoken")}
        body = urllib.parse.urlencode({**token, **fields}).encode()
        return self._expect(self._send(path, body, {}), expected)

    def _send(self, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[str, str]:
        """Where we ended, and the page there."""
        request = urllib.request.Request(  # noqa: S310  # our own server
            self.address + path, data=body, headers={"Referer": self.address + path, **headers}
        )
        begin = time.perf_counter()
        with self.opener.open(request, timeout=120) as answer:
            page = answer.read().decode()
        self.times.append(time.perf_counter() - begin)
        return answer.url, page

    def _expect(self, found: tuple[str, str], expected: str) -> str:
        address, page = found
        if expected not in address:
            wrong = re.sub(r"<[^>]+>|\s+", " ", page[page.find("<main") :])[:600]
            raise ValueError(f"{self.email}: at {address} and not at {expected}: {wrong}")
        return address

    @staticmethod
    def _field(page: str, name: str) -> str:
        found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
        if found is None:
            raise ValueError(f"no field {name}: {page[:300]}")
        return found[1]
