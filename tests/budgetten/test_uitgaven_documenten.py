"""Documents with an expense: what is accepted, who may add, fetch and take them away."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from budgetten.domain import uitgaven
from budgetten.domain.uitgavedocumenten import MAX_DOCUMENTEN, verwijder_document, voeg_document_toe
from budgetten.models import UitgaveDocument
from kern.domain.fouten import GeenToestemming, Weigering

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 1\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


def pdf(naam: str = "factuur.pdf", inhoud: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(naam, inhoud, content_type="application/pdf")


def foto(kleur: str = "red", formaat: str = "PNG") -> SimpleUploadedFile:
    stroom = io.BytesIO()
    Image.new("RGB", (40, 30), kleur).save(stroom, formaat)
    return SimpleUploadedFile("bon.png", stroom.getvalue(), content_type="image/png")


def test_pdf_is_kept_under_a_random_name(voer_in, coordinator):
    document = voeg_document_toe(voer_in(), bestand=pdf("../../etc/passwd.pdf"), door=coordinator)
    assert document.bestand.name.startswith("uitgaven/")
    assert "passwd" not in document.bestand.name
    assert (document.naam, document.mimetype, document.grootte) == ("passwd.pdf", "application/pdf", len(PDF))
    with document.bestand.open("rb") as inhoud:
        assert inhoud.read() == PDF


def test_photo_of_a_receipt_is_written_again(voer_in, coordinator):
    document = voeg_document_toe(voer_in(), bestand=foto(), door=coordinator)
    assert (document.naam, document.mimetype) == ("bon.jpg", "image/jpeg")
    with document.bestand.open("rb") as inhoud:
        assert inhoud.read(3) == b"\xff\xd8\xff"


@pytest.mark.parametrize(
    "bestand",
    [
        pdf(inhoud=b"MZ\x90\x00 a program"),
        pdf(inhoud=b"<html><script>alert(1)</script></html>"),
        pdf(inhoud=PDF.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript >>")),
        pdf(inhoud=PDF + b"PK\x03\x04 an archive"),
        pdf(inhoud=b""),
        SimpleUploadedFile("bon.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/svg+xml"),
    ],
    ids=["program", "html", "pdf-script", "pdf-archive", "empty", "svg"],
)
def test_hostile_files_are_refused(voer_in, coordinator, bestand):
    uitgave = voer_in()
    with pytest.raises(Weigering) as fout:
        voeg_document_toe(uitgave, bestand=bestand, door=coordinator)
    assert fout.value.veld == "document"
    assert not UitgaveDocument.objects.exists()


def test_same_file_twice_is_kept_once(voer_in, coordinator):
    uitgave = voer_in()
    eerste = voeg_document_toe(uitgave, bestand=pdf(), door=coordinator)
    assert voeg_document_toe(uitgave, bestand=pdf("kopie.pdf"), door=coordinator) == eerste


def test_number_of_documents_is_limited(voer_in, coordinator):
    uitgave = voer_in()
    for nummer in range(MAX_DOCUMENTEN):
        voeg_document_toe(uitgave, bestand=pdf(inhoud=PDF.replace(b"Catalog", b"Catalo%d" % nummer)), door=coordinator)
    with pytest.raises(Weigering, match="hoogstens 10 documenten"):
        voeg_document_toe(uitgave, bestand=pdf(), door=coordinator)


def test_documents_are_added_by_who_may_and_before_approval(ingediend, goedkeurder, coordinator_elders, stuurgroeplid):
    for door in (coordinator_elders, stuurgroeplid):
        with pytest.raises(GeenToestemming):
            voeg_document_toe(ingediend, bestand=pdf(), door=door)
    voeg_document_toe(ingediend, bestand=pdf(), door=goedkeurder)
    uitgaven.keur_goed(ingediend, door=goedkeurder)
    with pytest.raises(Weigering, match="Na goedkeuring"):
        voeg_document_toe(ingediend, bestand=foto(), door=goedkeurder)


def test_wrong_document_leaves_a_draft_only(voer_in, coordinator, goedkeurder, django_capture_on_commit_callbacks):
    uitgave = voer_in()
    document = voeg_document_toe(uitgave, bestand=pdf(), door=coordinator)
    opslag, pad = document.bestand.storage, document.bestand.name
    with pytest.raises(GeenToestemming):
        verwijder_document(document, door=goedkeurder)
    with django_capture_on_commit_callbacks(execute=True):
        verwijder_document(document, door=coordinator)
    assert (UitgaveDocument.objects.count(), opslag.exists(pad)) == (0, False)
    document = voeg_document_toe(uitgave, bestand=pdf(), door=coordinator)
    uitgaven.dien_in(uitgave, door=coordinator)
    with pytest.raises(Weigering, match="Alleen bij een concept"):
        verwijder_document(document, door=coordinator)


def test_download_is_for_staff_and_harmless(als, voer_in, coordinator):
    document = voeg_document_toe(voer_in(), bestand=pdf(), door=coordinator)
    adres = reverse("budgetten:document", args=[document.pk])
    antwoord = als("stuurgroeplid").get(adres)
    assert antwoord.getvalue() == PDF
    assert antwoord["Content-Disposition"] == 'attachment; filename="factuur.pdf"'
    assert antwoord["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in antwoord["Content-Security-Policy"]
    assert als("bewoner").get(adres).status_code == 403
    assert als("bezoeker").get(adres).status_code == 302
