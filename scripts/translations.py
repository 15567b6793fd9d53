"""Renews locale/en/LC_MESSAGES/django.po from the source, whose Dutch texts are the message ids.

In Python, not with makemessages: that needs GNU gettext, which a fresh machine does not have. Translations are kept,
new texts come in empty, texts that left the source leave the catalogue. Sorted, and without line numbers: a diff shows
only what changed. `--check` writes nothing and fails when the catalogue is not up to date or not complete.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

BASE_DIR = Path(__file__).resolve().parents[1]
CATALOGUE = BASE_DIR / "locale/en/LC_MESSAGES/django.po"
APPS = ("kern", "gebieden", "partners", "budgetten", "bewoners", "portaal", "config")

#: Which arguments of a call are texts, as Babel writes it: (1, 2) is singular and plural, (1, "c") a context.
CALLS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%(?:\([^)]+\))?[#0+-]*\d*(?:\.\d+)?[sdfrx%]")
BRACES = re.compile(r"\{\w*(?::[^{}]*)?\}")
TAG = re.compile(r"</?\w+|&\w+;")

#: Context (or none), singular, plural (or empty).
Key = tuple[str | None, str, str]


def source_files(base: Path = BASE_DIR) -> list[Path]:
    """Every file that may hold texts of our own, in a fixed order."""
    code = (path for app in APPS for path in (base / app).rglob("*.py") if "migrations" not in path.parts)
    templates = (path for path in (base / "templates").rglob("*") if path.suffix in {".html", ".txt", ".xml"})
    return sorted([*code, *templates])


def _python(path: Path) -> bytes:
    """The file as Python in which only the calls matter; a template's own text becomes words that mean nothing."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text.encode()
    return "\n".join(line.strip() for line in templatize(text).split("\n")).encode()


def texts_of(path: Path) -> Iterator[Key]:
    """The texts of one file."""
    for _line, found, _comments, context in extract("python", io.BytesIO(_python(path)), CALLS):
        singular, plural = found if isinstance(found, tuple) else (found, "")
        yield context, singular, plural


def source_texts(base: Path = BASE_DIR) -> dict[Key, list[str]]:
    """Every text of the source with the files it is in. Raises ValueError when one text is used with two plurals."""
    texts: dict[Key, list[str]] = {}
    for path in source_files(base):
        name = path.relative_to(base).as_posix()
        for key in texts_of(path):
            files = texts.setdefault(key, [])
            if name not in files:
                files.append(name)
    plurals: dict[tuple[str | None, str], str] = {}
    for key in sorted(texts, key=lambda key: key[2]):
        context, singular, plural = key
        if plurals.setdefault((context, singular), plural) != plural:
            if plurals[context, singular]:
                raise ValueError(f"two plurals for {singular!r}: {plurals[context, singular]!r} and {plural!r}")
            texts[key] = sorted({*texts[key], *texts.pop((context, singular, ""))})  # the plural entry serves both
            plurals[context, singular] = plural
    return texts


def renewed(old: polib.POFile, texts: dict[Key, list[str]]) -> polib.POFile:
    """A catalogue of exactly these texts, with the translations the old one has."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete}
    new = polib.POFile(wrapwidth=0)
    new.metadata = {
        "Project-Id-Version": "gebiedsgericht-werken",
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    new.header = "English texts of the application; its own language is Dutch."
    for context, singular, plural in sorted(texts, key=lambda key: (key[1].casefold(), key[1], key[0] or "")):
        entry = polib.POEntry(msgctxt=context, msgid=singular)
        entry.occurrences = [(name, "") for name in texts[context, singular, plural]]
        before = known.get((context, singular))
        if PLACEHOLDER.search(singular):
            entry.flags = ["python-format"]
        if plural:
            entry.msgid_plural = plural
            same = before is not None and before.msgid_plural == plural
            entry.msgstr_plural = dict(before.msgstr_plural) if before and same else {0: "", 1: ""}
        elif before is not None:
            entry.msgstr = before.msgstr
        if before is not None and before.fuzzy:
            entry.flags.append("fuzzy")
        new.append(entry)
    return new


def _parts(text: str) -> tuple[list[str], list[str], list[str]]:
    """What a translation must leave alone: placeholders of both kinds, and tags and entities."""
    return sorted(PLACEHOLDER.findall(text)), sorted(BRACES.findall(text)), sorted(TAG.findall(text))


def faults_of(entry: polib.POEntry) -> Iterator[str]:
    """What is wrong with one translation: not there, doubtful, or other placeholders than the text itself has."""
    pairs = [(entry.msgid, entry.msgstr)]
    if entry.msgid_plural:
        pairs = [(entry.msgid, entry.msgstr_plural.get(0, "")), (entry.msgid_plural, entry.msgstr_plural.get(1, ""))]
    if entry.fuzzy:
        yield f"fuzzy: {entry.msgid!r}"
    for text, translation in pairs:
        if not translation.strip():
            yield f"not translated: {text!r}"
        elif _parts(text) != _parts(translation):
            yield f"other placeholders or tags: {text!r} / {translation!r}"
        elif text[:1].isspace() != translation[:1].isspace() or text[-1:].isspace() != translation[-1:].isspace():
            yield f"other space at an end: {text!r} / {translation!r}"


def faults(catalogue: polib.POFile, texts: dict[Key, list[str]]) -> list[str]:
    """Everything that keeps the catalogue from being complete, as sentences for the developer."""
    present = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue if not entry.obsolete}
    found = [f"not in the catalogue: {key[1]!r} ({texts[key][0]})" for key in texts if key not in present]
    found += [f"no longer in the source: {key[1]!r}" for key in present if key not in texts]
    found += [f"no longer in the source: {entry.msgid!r}" for entry in catalogue if entry.obsolete]
    found += [fault for entry in catalogue if not entry.obsolete for fault in faults_of(entry)]
    return sorted(found)


def main() -> int:
    """Renew or check; returns the exit code."""
    texts = source_texts()
    old = polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile()
    if "--check" not in sys.argv:
        old = renewed(old, texts)
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        old.save(str(CATALOGUE))
        print(
            f"{CATALOGUE.relative_to(BASE_DIR)}: {len(old)} teksten, {len(old.untranslated_entries())} nog te vertalen"
        )
        return 0
    found = faults(old, texts)
    print("\n".join(found), file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
