import io
import json
import struct
import zipfile
import zlib

import pytest

from reading.documents.limits import MAX_FILE_BYTES
from reading.resumes import Refused, read_file, read_text


def refusal(data, name="cv.pdf"):
    with pytest.raises(Refused) as caught:
        read_file(data, name)
    return caught.value


@pytest.fixture
def pdf_of(raw_pdf):
    """pdf_of(stream): one page with this content; the page can be repeated and its font replaced."""

    def build(stream, dictionary=b"", times=1, font=b"/Type1 /BaseFont /Helvetica"):
        return raw_pdf(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * times, times),
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
                b"/Resources << /Font << /F1 << /Type /Font /Subtype %s >> >> >> >>" % font,
                b"<< %s /Length %d >>\nstream\n%s\nendstream" % (dictionary, len(stream), stream),
            ]
        )

    return build


def test_empty_file():
    refused = refusal(b"")
    assert (refused.kind, refused.message) == ("no_text", "This file is empty.")


def test_too_large_names_the_size():
    refused = refusal(b"%PDF-" + b"x" * (MAX_FILE_BYTES + 100_000))
    assert (refused.kind, refused.message) == ("too_large", "Files may be up to 5 MB; yours is 5.1 MB.")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ\x90\0 this program", "cv.pdf"),
        (b"<!doctype html><p>Ada</p>", "cv.pdf"),
        (b"<!doctype html><p>Ada</p>", "cv.txt"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "cv.txt"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "cv.png"),
        (b"%PDF-1.7 ...", "cv.docx"),
        (b"%PDF-1.7 ...", "cv.txt"),
        (b"plain text that is fine", "cv.txt\0.exe"),
        (b'{"hello": "world"}', "cv.json"),
        (bytes(range(256)) * 80, "cv.txt"),
    ],
)
def test_not_a_document(data, name):
    assert refusal(data, name).kind == "not_a_document"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"{\\rtf1 Ada}", "cv.rtf"),
        (b"{\\rtf1 Ada}", "cv.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "cv.doc"),
    ],
)
def test_old_word_processors_get_their_own_sentence(data, name):
    refused = refusal(data, name)
    assert (refused.kind, refused.message) == ("not_a_document", "Please save as .docx or PDF.")


def test_locked_word_file():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")
    assert refusal(data, "cv.docx").kind == "encrypted"


def test_locked_pdf(make_pdf):
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf([(72, 700, "Locked away text of a person")])))
    writer.encrypt("opening", "owning", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    refused = refusal(out.getvalue())
    assert (refused.kind, refused.message) == (
        "encrypted",
        "This PDF is locked with a password; remove it and upload again.",
    )


def test_a_page_without_text_is_taken_for_a_scan(make_pdf):
    refused = refusal(make_pdf([b"0.5 g 50 50 500 700 re f\n"]))
    assert refused.kind == "no_text"
    assert "scan" in refused.message


def test_scrambled_letters_do_not_become_a_profile():
    gibberish = " ".join(["xqzrt", "bcdfg", "hjklm", "npqrs", "tvwxz"] * 20)
    assert refusal(gibberish.encode(), "cv.txt").kind == "no_text"


def test_font_without_a_key_to_its_letters(pdf_of):
    font = (
        b"/Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 "
        b"/BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>]"
    )
    text = b"BT /F1 12 Tf 72 700 Td <" + b"".join(b"%04x" % code for code in range(40, 90)) + b"> Tj ET"
    assert refusal(pdf_of(text, font=font)).kind == "no_text"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(range(256)) * 20])
def test_damaged_pdf(data):
    assert refusal(data).kind == "damaged"


def test_more_than_fifty_pages(pdf_of):
    assert refusal(pdf_of(b"BT /F1 9 Tf (page) Tj ET", times=51)).kind == "too_complex"


def test_stream_that_inflates_without_end(pdf_of):
    assert refusal(pdf_of(zlib.compress(b" " * 60_000_000, 9), b"/Filter /FlateDecode")).kind == "too_complex"


def test_endless_operators(pdf_of):
    stream = zlib.compress(b"BT /F1 9 Tf (A) Tj ET\n" * 1_000_000, 9)
    assert refusal(pdf_of(stream, b"/Filter /FlateDecode")).kind == "too_complex"


def test_nested_arrays(pdf_of):
    assert refusal(pdf_of(b"[" * 50_000 + b"]" * 50_000 + b" TJ")).kind == "too_complex"


@pytest.fixture
def good_docx(make_docx):
    return make_docx(lambda document: document.add_paragraph("Stonemason with her own yard"))


def test_docx_bomb(good_docx, repack):
    body = b"<w:p><w:r><w:t>A</w:t></w:r></w:p>" * 700_000
    assert refusal(repack(good_docx, {"word/document.xml": body}), "cv.docx").kind == "too_complex"


def test_docx_with_too_many_members(good_docx, repack):
    assert refusal(repack(good_docx, {f"x/{n}": b"" for n in range(300)}), "cv.docx").kind == "too_complex"


def test_docx_whose_directory_lies_is_not_believed(good_docx, repack):
    data = bytearray(repack(good_docx, {"word/document.xml": b"A" * 30_000_000}))
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 1_000)
    assert refusal(bytes(data), "cv.docx").kind in {"damaged", "too_complex"}


@pytest.mark.parametrize("name", ["../../outside.txt", "/absolute", "C:\\drive", "back\\..\\slash"])
def test_docx_with_members_that_point_outside(good_docx, repack, name):
    assert refusal(repack(good_docx, {name: b"x"}), "cv.docx").kind == "damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_docx_with_a_document_type_is_refused_unread(good_docx, repack, encoding):
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE z [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        "<w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    )
    assert refusal(repack(good_docx, {"word/document.xml": xml.encode(encoding)}), "cv.docx").kind == "damaged"


def test_spreadsheet_and_macro_files_renamed(good_docx, repack):
    assert refusal(repack(good_docx, {"word/document.xml": None}), "cv.docx").kind == "not_a_document"
    assert refusal(repack(good_docx, {"word/vbaProject.bin": b"x"}), "cv.docx").kind == "not_a_document"


def test_truncated_docx(good_docx):
    assert refusal(good_docx[: len(good_docx) // 2], "cv.docx").kind == "damaged"


def test_zip_flagged_as_encrypted(good_docx):
    data = bytearray(good_docx)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    assert refusal(bytes(data), "cv.docx").kind == "encrypted"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"[" * 100_000 + b"]" * 100_000, "too_complex"),
        (b'{"basics": {"phone": ' + b"9" * 6_000 + b"}}", "damaged"),
        (b'{"basics": [1], "work": {"name": null}, "education": "x"}', {"damaged", "no_text"}),
        (b'{"basics": {"name": NaN}}', "damaged"),
        (b'{"basics": {"name": "Ada"', "damaged"),
    ],
)
def test_json_that_is_no_resume(data, kind):
    assert refusal(data, "cv.json").kind in ({kind} if isinstance(kind, str) else kind)


def test_text_over_the_limit():
    assert refusal(b"word " * 60_000, "cv.txt").kind == "too_large"


def test_pasted_text_is_cleaned_and_limited():
    extracted = read_text("Ada\0 Holm\x1b[31m\u202e\n\n\n\nWelder of\u200b fine gates")
    assert extracted.text == "Ada Holm[31m\n\nWelder of fine gates"
    assert extracted.flags == {"pasted"}
    for text, kind in (("", "no_text"), (" \n\t\u200b", "no_text"), ("word " * 60_000, "too_large")):
        with pytest.raises(Refused) as caught:
            read_text(text)
        assert caught.value.kind == kind


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_of_text_files(encoding):
    text = "Jörg Größe\nSchreiner für Möbel und Türen in Köln"
    assert read_file(text.encode(encoding), "cv.txt").text == text


def test_json_resume_becomes_text_with_headings():
    resume = {
        "basics": {"name": "Ada Holm", "label": "Welder", "email": "ada@example.org"},
        "work": [
            {"name": "Keel & Sons", "position": "Welder", "startDate": "2019-03-01", "highlights": ["Built a pier"]}
        ],
        "education": [{"institution": "North College", "studyType": "BSc", "area": "Metals", "endDate": 2018}],
        "skills": [{"name": "Metal", "keywords": ["MIG", "TIG"]}],
    }
    text = read_file(json.dumps(resume).encode(), "cv.json").text
    assert "Welder\tKeel & Sons\t2019-03 – present\n• Built a pier" in text
    assert "BSc Metals, North College, 2018" in text
    assert "Metal: MIG, TIG" in text


def test_embedded_files_are_never_opened(good_docx, repack):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"\0" * 30_000_000)
    data = repack(good_docx, {"word/embeddings/inner.zip": inner.getvalue()})
    assert read_file(data, "cv.docx").text == "Stonemason with her own yard"
