from docx.shared import RGBColor

from reading.documents.child import extract
from reading.resumes import read_file


def in_order(text, *phrases):
    places = [" ".join(text.split()).index(phrase) for phrase in phrases]
    return places == sorted(places)


def test_one_column_keeps_its_lines(make_pdf, pdf_text):
    page = [(72, 704, "Lena Marlow", 20), (72, 690, "Experience"), (72, 676, "Welder, Keel & Sons, 2019 - 2021")]
    assert pdf_text(make_pdf(page)).split("\n") == ["Lena Marlow", "Experience", "Welder, Keel & Sons, 2019 - 2021"]


def test_drawing_order_does_not_matter(make_pdf, pdf_text):
    page = [(72, 700 - 14 * n, f"line number {word}") for n, word in enumerate(["one", "two", "three", "four"])]
    assert pdf_text(make_pdf(page[::-1])) == pdf_text(make_pdf(page))


def two_columns(left, right, *, left_x=60.0, right_x=320.0, top=640.0, pitch=(14.0, 15.5)):
    return [(left_x, top - pitch[0] * n, text) for n, text in enumerate(left)] + [
        (right_x, top - pitch[1] * n, text) for n, text in enumerate(right)
    ]


LEFT = [
    "Profile of a patient person",
    "who repairs clocks and likes",
    "to explain what she is doing",
    "while she is doing it",
]
RIGHT = [
    "Work at the harbour museum",
    "since the spring of the year",
    "in which the ferry was sold",
    "and the pier was closed",
]


def test_full_width_top_then_left_column_then_right_column(make_pdf, pdf_text):
    page = [(60, 720, "Ottilie Brand, clock maker and restorer in the old harbour quarter of the town", 12)]
    text = pdf_text(make_pdf(page + two_columns(LEFT, RIGHT)))
    assert in_order(text, "Ottilie Brand", " ".join(LEFT), " ".join(RIGHT))


def test_sidebar_is_read_as_a_block_and_the_name_comes_first(make_pdf, pdf_text):
    main = [
        "Senior Beekeeper at the Heath Farm, where",
        "forty hives stand along the old railway",
        "and a hundred school classes visit",
    ]
    sidebar = ["SKILLS", "Queen rearing", "Honey extraction", "Disease control"]
    page = [
        (220, 740, "Ruben Falk", 24),
        *[(220, 680 - 15 * n, line) for n, line in enumerate(main)],
        *[(40, 683 - 16 * n, line) for n, line in enumerate(sidebar)],
    ]
    text = pdf_text(make_pdf(page))
    assert text.startswith("Ruben Falk")
    assert " ".join(sidebar) in " ".join(text.split())
    assert " ".join(main) in " ".join(text.split())


def test_dates_beside_their_text_are_a_table_not_a_column(make_pdf, pdf_text):
    rows = [
        ("2019 - 2021", "Tram driver, Kettle Lines"),
        ("2016 - 2019", "Bus driver, Kettle Lines"),
        ("2014", "Licence"),
    ]
    page = [
        item for n, (date, text) in enumerate(rows) for item in ((60, 700 - 20 * n, date), (200, 700 - 20 * n, text))
    ]
    assert pdf_text(make_pdf(page)).split("\n") == ["\t".join(row) for row in rows]


def test_a_short_list_in_two_columns_is_read_by_column(make_pdf, pdf_text):
    left, right = ["Soldering", "Wiring", "Testing"], ["Planning", "Teaching", "Drawing"]
    page = [(60, 730, "Skills"), *two_columns(left, right, pitch=(14.0, 14.0), top=716.0), (60, 660, "Experience")]
    assert in_order(pdf_text(make_pdf(page)), "Skills", *left, *right, "Experience")


def test_word_cut_at_the_line_end_is_whole_again(make_pdf, pdf_text):
    page = [(72, 700, "She led the depart-"), (72, 686, "ment of restoration and self-"), (72, 672, "taught crews")]
    assert "department of restoration and self-taught crews" in pdf_text(make_pdf(page)).replace("\n", " ")


def test_ligatures_are_spelt_out():
    assert (
        extract("O\ufb03ce work, \ufb01nance and \ufb02ow charts".encode(), "txt").text
        == "Office work, finance and flow charts"
    )


def test_letter_spaced_heading_is_closed_up(make_pdf, pdf_text):
    widths = {"W": 9.4, "O": 7.8, "R": 7.2, "K": 6.7, " ": 2.8, "H": 7.2, "I": 2.8, "S": 6.7, "T": 6.1, "Y": 6.7}
    x, letters = 72.0, []
    for letter in "WORK HISTORY":
        letters += [(x, 700, letter)] if letter != " " else []
        x += widths[letter] + 4
    assert pdf_text(make_pdf([*letters, (72, 680, "Plumber at the Dry Cellar company")])).startswith("WORK HISTORY")


def test_running_header_and_page_number_appear_once(make_pdf, pdf_text):
    pages = [
        [
            (72, 770, "Curriculum of Ada Holm"),
            (72, 700, f"text of page {word}"),
            (72, 600, "more"),
            (72, 580, "and more"),
            (280, 30, f"Page {n} of 2"),
        ]
        for n, word in enumerate(["alpha", "beta"], 1)
    ]
    text = pdf_text(make_pdf(*pages))
    assert text.count("Curriculum of Ada Holm") == 1
    assert "Page" not in text


def test_hidden_text_never_reaches_the_text(make_pdf):
    page = [
        (72, 700, "Carpenter and joiner of boats"),
        b"BT 3 Tr /F1 10 Tf 72 600 Td (kubernetes invisible) Tj 0 Tr ET\n",
        b"1 g BT /F1 10 Tf 72 580 Td (kubernetes white) Tj ET 0 g\n",
        b"BT /F1 1 Tf 72 560 Td (kubernetes tiny) Tj ET\n",
        (72, 2000, "kubernetes off the page"),
    ]
    extracted = extract(make_pdf(page), "pdf")
    assert "kubernetes" not in extracted.text
    assert extracted.flags == {"hidden_text", "invisible_text", "tiny_text", "off_page_text"}


def test_white_text_on_a_dark_sidebar_is_text(make_pdf, pdf_text):
    page = [b"0.1 0.1 0.3 rg 0 0 200 792 re f 1 g\n", (20, 700, "Glass blowing and engraving")]
    assert pdf_text(make_pdf(page)) == "Glass blowing and engraving"


def test_white_text_inside_a_hollow_frame_is_hidden(make_pdf):
    frame = b"0 g 0 0 612 792 re 20 20 572 752 re f* 1 g BT /F1 10 Tf 72 500 Td (keyword stuffing) Tj ET 0 g\n"
    extracted = extract(make_pdf([frame, (72, 700, "Baker of rye bread and rolls")]), "pdf")
    assert extracted.text == "Baker of rye bread and rolls"


def test_word_table_rows_are_lines_and_label_cells_share_them(make_docx):
    def fill(document):
        table = document.add_table(rows=2, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "2018 - 2020", "Gardener"
        table.cell(0, 1).add_paragraph("Castle Park")
        table.cell(1, 0).text, table.cell(1, 1).text = "Phone", "01632 960 001"

    assert extract(make_docx(fill), "docx").text.split("\n") == [
        "2018 - 2020\tGardener",
        "Castle Park",
        "Phone\t01632 960 001",
    ]


def test_word_text_box_is_read_once_and_the_page_header_first(make_docx, repack):
    def fill(document):
        document.sections[0].header.paragraphs[0].text = "Ines Calvo"
        document.add_paragraph("Main text about bridges")

    box = "<w:txbxContent><w:p><w:r><w:t>Boxed skills</w:t></w:r></w:p></w:txbxContent>"
    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    body = (
        f"<w:document {names}><w:body><w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r><w:r>"
        "<w:t>Main text about bridges</w:t></w:r></w:p>"
        "</w:body></w:document>"
    )
    data = repack(make_docx(fill), {"word/document.xml": body.encode()})
    text = extract(data, "docx").text
    assert text.count("Boxed skills") == 1
    assert in_order(text, "Ines Calvo", "Boxed skills", "Main text about bridges")


def test_hidden_word_text_is_dropped(make_docx):
    def fill(document):
        document.add_paragraph("Tailor and dress maker")
        document.add_paragraph().add_run("secret vanish").font.hidden = True
        white = document.add_paragraph().add_run("secret white")
        white.font.color.rgb = RGBColor(255, 255, 255)

    extracted = extract(make_docx(fill), "docx")
    assert extracted.text == "Tailor and dress maker"
    assert "hidden_text" in extracted.flags


def test_markdown_marks_disappear():
    text = extract(b"# Ada Holm\n\n## Skills\n- **Go**, `SQL`\n- [site](https://example.org/a)\n", "md").text
    assert text.split("\n") == ["Ada Holm", "", "Skills", "• Go, SQL", "• site (https://example.org/a)"]


def test_the_child_process_reads_what_this_process_reads(make_pdf):
    data = make_pdf([(72, 700, "Ferry captain on the northern line")])
    assert read_file(data, "cv.pdf") == extract(data, "pdf")
