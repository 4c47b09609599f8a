"""One invented person in every layout people use: three roles exactly, and the skills, whatever the page looks like."""

import shutil
import subprocess
import textwrap
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reading.documents.child import extract
from reading.resumes import parse

TODAY = date(2026, 6, 30)
SKILLS = ["Python", "Django", "PostgreSQL", "Kubernetes", "Terraform", "Docker", "Redis", "Ansible", "Grafana", "Linux"]
ROLES = [
    ("Platform Engineer", "Fjordkart AS", "March 2022", "present",
     ["Runs the booking platform of a ferry line on Kubernetes.", "Wrote its deployment in Terraform and Ansible."]),
    ("Backend Developer", "Havblikk Software", "June 2019", "February 2022",
     ["Built web services with Python and Django.", "Moved reports to PostgreSQL."]),
    ("Systems Administrator", "Nordlys Hosting", "January 2017", "May 2019",
     ["Kept two hundred Linux servers patched and watched by Grafana."]),
]  # fmt: skip
DATES = [("2022-03", "present"), ("2019-06", "2022-02"), ("2017-01", "2019-05")]
EDUCATION = "BSc Computer Science, Fjord University, 2016"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

WORDS = {
    "en": ("Experience", "Education", "Skills", "present"),
    "de": ("Berufserfahrung", "Ausbildung", "Kenntnisse", "heute"),
    "es": ("Experiencia laboral", "Formación", "Habilidades", "actualidad"),
    "fr": ("Expérience professionnelle", "Formation", "Compétences", "aujourd'hui"),
    "it": ("Esperienze lavorative", "Istruzione e formazione", "Competenze", "oggi"),
}
MONTHS = {
    "en": {},
    "de": {"March": "März", "June": "Juni", "February": "Februar", "January": "Januar", "May": "Mai"},
    "es": {"March": "marzo", "June": "junio", "February": "febrero", "January": "enero", "May": "mayo"},
    "fr": {"March": "mars", "June": "juin", "February": "février", "January": "janvier", "May": "mai"},
    "it": {"March": "marzo", "June": "giugno", "February": "febbraio", "January": "gennaio", "May": "maggio"},
}
TITLES = {
    "en": [role[0] for role in ROLES],
    "de": ["Plattformingenieurin", "Softwareentwicklerin", "Systemadministratorin"],
    "es": ["Ingeniera de plataforma", "Desarrolladora de software", "Administradora de sistemas"],
    "fr": ["Ingénieure plateforme", "Développeuse logiciel", "Administratrice systèmes"],
    "it": ["Ingegnere di piattaforma", "Sviluppatrice software", "Amministratrice di sistemi"],
}


def period(start: str, end: str, language: str) -> str:
    present = WORDS[language][3]
    for english, word in MONTHS[language].items():
        start, end = start.replace(english, word), end.replace(english, word)
    return f"{start} – {present if end == 'present' else end}"


def lines(language: str = "en", bullet: str = "• ") -> list[str]:
    experience, education, skills, _ = WORDS[language]
    found = ["Runa Solberg", "runa.solberg@people.example | +47 22 55 01 00", "", experience]
    for (_, organization, start, end, tasks), title in zip(ROLES, TITLES[language], strict=True):
        found += [f"{title}, {organization}, {period(start, end, language)}", *(bullet + task for task in tasks), ""]
    return [*found, education, EDUCATION, "", skills, ", ".join(SKILLS)]


def check(text: str, titles: Sequence[str] = TITLES["en"]) -> None:
    facts = parse(text, today=TODAY)
    assert [role.title for role in facts.experience] == list(titles), text
    assert [(role.start, role.end) for role in facts.experience] == DATES, text
    assert [role.organization for role in facts.experience] == [role[1] for role in ROLES], text
    found = {skill.name for skill in facts.skills}
    hits = len(found & set(SKILLS))
    precision, recall = hits / max(1, len(found)), hits / len(SKILLS)
    assert 2 * precision * recall / max(precision + recall, 1e-9) >= 0.9, sorted(found ^ set(SKILLS))


def column(texts: Sequence[str], x: float, top: float = 740, pitch: float = 14, width: int = 90) -> list[Any]:
    wrapped = [
        piece
        for text in texts
        for piece in (textwrap.wrap(text, width, subsequent_indent="  " if text.startswith("•") else "") or [""])
    ]
    return [(x, top - pitch * number, text) for number, text in enumerate(wrapped) if text]


def main_and_side() -> tuple[list[str], list[str]]:
    whole = lines()
    at = whole.index("Education")
    return whole[3:at], [*whole[at : at + 3], "Skills", *SKILLS]


def one_column(make_pdf: Any) -> Any:
    return make_pdf(column(lines(), 60))


def two_columns(make_pdf: Any) -> Any:
    main, side = main_and_side()
    top = [(60, 750, "Runa Solberg", 20), (60, 732, "runa.solberg@people.example | +47 22 55 01 00")]
    return make_pdf([*top, *column(main, 60, 700, width=48), *column(side, 360, 700, width=36)])


def sidebar_left(make_pdf: Any) -> Any:
    main, side = main_and_side()
    return make_pdf([(220, 750, "Runa Solberg", 22), *column(side, 40, 702, 15, 26), *column(main, 220, 700, 14, 62)])


def sidebar_right(make_pdf: Any) -> Any:
    main, side = main_and_side()
    return make_pdf([(50, 750, "Runa Solberg", 22), *column(main, 50, 700, 14, 62), *column(side, 450, 702, 15, 22)])


def table(make_pdf: Any) -> Any:
    page: list[Any] = [(60, 750, "Runa Solberg", 18), (60, 720, "Experience")]
    y = 700.0
    for title, organization, start, end, tasks in ROLES:
        page += [(60, y, period(start, end, "en")), (230, y, f"{title}, {organization}")]
        for task in tasks:
            y -= 14
            page.append((230, y, f"• {task}"))
        y -= 20
    page += [(60, y, "Education"), (60, y - 16, "2016"), (230, y - 16, "BSc Computer Science, Fjord University")]
    return make_pdf([*page, (60, y - 44, "Skills"), *column([", ".join(SKILLS)], 60, y - 60)])


def header_and_footer(make_pdf: Any) -> Any:
    whole = lines()
    cut = whole.index("Backend Developer, Havblikk Software, June 2019 – February 2022")
    furniture = [(60, 775, "Runa Solberg - Curriculum Vitae")]
    return make_pdf(
        [*furniture, (270, 25, "Page 1 of 2"), *column(whole[:cut], 60)],
        [*furniture, (270, 25, "Page 2 of 2"), *column(whole[cut:], 60)],
    )


def typeset_with_ligatures(raw_pdf: Any) -> Any:
    """As TeX sets it: kerned pieces, ligature glyphs named in the encoding, words cut at the line's end."""
    shown = [
        b"[(Runa)-333(Solberg)] TJ", b"[(Exp)28(erience)] TJ",
        b"[(Platform)-333(Engineer,)-333(Fjordk)28(art)-333(AS,)-333(Marc)28(h)-333(2022)-333(\\226)-333(presen)28(t)] TJ",
        b"[(Designed)-333(the)-333(work)-28(\\002o)28(w)-333(of)-333(a)-333(ferry)-333(line,)-333(and)-333(its)-333(de-)] TJ",
        b"[(ployment)-333(in)-333(T)83(erraform)-333(and)-333(Ansible.)] TJ",
        b"[(Bac)28(k)28(end)-333(Dev)28(elop)-28(er,)-333(Ha)28(vblikk)-333(Softw)28(are,)-333(June)-333(2019)-333(\\226)-333(F)83(ebruary)-333(2022)] TJ",
        b"[(Built)-333(the)-333(o\\003ce)-333(services)-333(with)-333(Python)-333(and)-333(Django.)] TJ",
        b"[(Systems)-333(Administrator,)-333(Nordlys)-333(Hosting,)-333(Jan)28(uary)-333(2017)-333(\\226)-333(Ma)28(y)-333(2019)] TJ",
        b"[(Kept)-333(the)-333(\\001les)-333(and)-333(serv)28(ers)-333(safe.)] TJ",
        b"[(Education)] TJ", b"[(BSc)-333(Computer)-333(Science,)-333(Fjord)-333(Univ)28(ersit)28(y)83(,)-333(2016)] TJ",
        b"[(Skills)] TJ", b"[(" + ", ".join(SKILLS).encode() + b")] TJ",
    ]  # fmt: skip
    content = b"".join(
        b"BT /F1 10 Tf 1 0 0 1 72 %d Tm %s ET\n" % (740 - 16 * number, piece) for number, piece in enumerate(shown)
    )
    font = (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Times-Roman /FirstChar 0 /LastChar 255 /Widths [%s] "
        b"/Encoding << /BaseEncoding /WinAnsiEncoding /Differences [1 /fi /fl /ffi] >> >>" % b" ".join([b"500"] * 256)
    )
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            font,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    )


def flipped_with_embedded_font(raw_pdf: Any) -> Any:
    """As HTML engines write it: a page turned upside down, text as glyph numbers with a map back to letters."""
    whole = [text for text in lines() if text]
    letters = sorted({char for text in whole for char in text})
    number = {char: index + 1 for index, char in enumerate(letters)}
    operators = [b"1 0 0 -1 0 842 cm\n"]
    for row, text in enumerate(whole):
        glyphs = "".join(f"{number[char]:04x}" for char in text).encode()
        operators.append(b"BT /F1 10 Tf 1 0 0 -1 50 %d Tm <%s> Tj ET\n" % (60 + 18 * row, glyphs))
    content = b"".join(operators)
    pairs = b"\n".join(f"<{number[char]:04x}> <{ord(char):04x}>".encode() for char in letters)
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n1 begincodespacerange\n"
        b"<0000> <ffff>\nendcodespacerange\n%d beginbfchar\n%s\nendbfchar\nendcmap end end" % (len(letters), pairs)
    )
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /DW 500 /CIDSystemInfo "
            b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap),
        ]
    )


PDFS: dict[str, Callable[..., Any]] = {
    "one column": one_column,
    "two columns": two_columns,
    "sidebar left": sidebar_left,
    "sidebar right": sidebar_right,
    "table of dates": table,
    "header and footer on two pages": header_and_footer,
}


@pytest.mark.parametrize("layout", PDFS)
def test_a_page_layout(layout: str, make_pdf: Any, pdf_text: Callable[[bytes], str]) -> None:
    check(pdf_text(PDFS[layout](make_pdf)))


@pytest.mark.parametrize("build", [typeset_with_ligatures, flipped_with_embedded_font])
def test_a_typesetter(build: Callable[[Any], Any], raw_pdf: Any, pdf_text: Callable[[bytes], str]) -> None:
    check(pdf_text(build(raw_pdf)))


HTML = """<!doctype html><meta charset="utf-8"><style>body{{font:11pt sans-serif;display:grid;grid-template-columns:12rem 1fr;
gap:2rem}}h1{{grid-column:1/-1}}aside{{background:#eee;padding:1rem}}</style><h1>Runa Solberg</h1><aside><h2>Skills</h2>
<ul>{skills}</ul><h2>Education</h2><p>{education}</p></aside><main><h2>Experience</h2>{roles}</main>"""


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to print with")
def test_a_page_printed_by_a_browser(tmp_path: Path, pdf_text: Callable[[bytes], str]) -> None:
    roles = "".join(
        f"<h3>{title}, {organization}</h3><p>{period(start, end, 'en')}</p><ul>"
        + "".join(f"<li>{task}</li>" for task in tasks) + "</ul>"
        for title, organization, start, end, tasks in ROLES
    )  # fmt: skip
    page, pdf = tmp_path / "cv.html", tmp_path / "cv.pdf"
    skills = "".join(f"<li>{skill}</li>" for skill in SKILLS)
    page.write_text(HTML.format(skills=skills, education=EDUCATION, roles=roles))
    subprocess.run(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
         "--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri()],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    check(pdf_text(pdf.read_bytes()))


def test_word_with_tables(make_docx: Any) -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("Runa Solberg")
        document.add_paragraph("Experience")
        rows = document.add_table(rows=0, cols=2)
        for title, organization, start, end, tasks in ROLES:
            cells = rows.add_row().cells
            cells[0].text, cells[1].text = period(start, end, "en"), f"{title}, {organization}"
            for task in tasks:
                cells[1].add_paragraph(task, style="List Bullet")
        for text in ("Education", EDUCATION, "Skills", ", ".join(SKILLS)):
            document.add_paragraph(text)

    check(extract(make_docx(fill), "docx").text)


def test_word_with_text_boxes(make_docx: Any, repack: Any) -> None:
    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )

    def paragraph(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    side = "".join(map(paragraph, ["Skills", *SKILLS]))
    box = f"<mc:Choice><w:txbxContent>{side}</w:txbxContent></mc:Choice>"
    spare = f"<mc:Fallback><w:txbxContent>{side}</w:txbxContent></mc:Fallback>"
    main = "".join(paragraph(text) for text in lines()[: lines().index("Skills")] if text)
    body = (
        f"<w:document {names}><w:body>{main}<w:p><w:r><mc:AlternateContent>{box}{spare}</mc:AlternateContent></w:r></w:p>"
        "</w:body></w:document>"
    )
    check(extract(repack(make_docx(lambda document: None), {"word/document.xml": body.encode()}), "docx").text)


def test_markdown() -> None:
    parts = ["# Runa Solberg", "", "## Experience", ""]
    for title, organization, start, end, tasks in ROLES:
        parts += [
            f"### {title}, {organization}",
            f"*{period(start, end, 'en')}*",
            "",
            *(f"- {task}" for task in tasks),
            "",
        ]
    parts += ["## Education", "", EDUCATION, "", "## Skills", "", *(f"- **{skill}**" for skill in SKILLS)]
    check(extract("\n".join(parts).encode(), "md").text)


@pytest.mark.parametrize("language", WORDS)
def test_plain_text_in_four_languages(language: str) -> None:
    check(extract("\n".join(lines(language)).encode(), "txt").text, TITLES[language])
