"""Writes the PDF and DOCX resumes of the demo: ``python seeds/resumes/make.py``. The same bytes on every run.

The people and their employers are made up. ``accountant.txt`` is written by hand.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.shared import Pt

HERE: Final = Path(__file__).parent
MADE_AT: Final = datetime(2026, 11, 1)  # noqa: DTZ001 - python-docx writes it without a zone
REGULAR: Final = "F1"
BOLD: Final = "F2"
PAGE: Final = (595, 842)
MARGIN: Final = 54

# Widths of Helvetica from the space to the tilde, in thousandths of the font size.
WIDTHS: Final = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip

Entry = tuple[str, Sequence[str]]  # the line of a job or degree, and its bullets
Part = tuple[str, Sequence[Entry]]  # a heading and what stands under it


def width(text: str, size: float) -> float:
    return sum(WIDTHS[ord(char) - 32] if " " <= char <= "~" else 556 for char in text) * size / 1000


def wrapped(text: str, size: float, room: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and width(longer, size) > room:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


class Page:
    """One PDF page in the making: text set line by line from the top, in any number of columns."""

    def __init__(self) -> None:
        self.marks: list[str] = []

    def line(self, text: str, x: float, y: float, size: float, font: str = REGULAR) -> None:
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self.marks.append(f"BT /{font} {size} Tf {x} {y:.1f} Td ({escaped}) Tj ET")

    def rule(self, x: float, y: float, length: float) -> None:
        self.marks.append(f"0.6 w {x} {y:.1f} m {x + length} {y:.1f} l S")

    def head(self, name: str, below: Sequence[str]) -> float:
        """The name and the lines below it; returns where the body may begin."""
        y = PAGE[1] - MARGIN - 10
        self.line(name, MARGIN, y, 20, BOLD)
        for text in below:
            y -= 15
            self.line(text, MARGIN, y, 10)
        return y - 24

    def column(self, parts: Sequence[Part], x: float, y: float, room: float) -> float:
        for heading, entries in parts:
            self.line(heading, x, y, 11.5, BOLD)
            self.rule(x, y - 4, room)
            y -= 19
            for title, bullets in entries:
                for text in wrapped(title, 10, room) if title else ():
                    self.line(text, x, y, 10, BOLD if bullets else REGULAR)
                    y -= 13
                for bullet in bullets:
                    for number, text in enumerate(wrapped(bullet, 10, room - 12)):
                        if not number:
                            self.line("\u2022", x, y, 10)
                        self.line(text, x + 12, y, 10)
                        y -= 13
                y -= 4 if bullets else 1
            y -= 9
        return y


def pdf(pages: Sequence[Page]) -> bytes:
    """The pages as a PDF with the built-in fonts Helvetica and Helvetica-Bold."""
    count = len(pages)
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(count))
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        font.format("Helvetica").encode(),
        font.format("Helvetica-Bold").encode(),
    ]
    for number, page in enumerate(pages):
        stream = "\n".join(page.marks).encode("cp1252")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE[0]} {PAGE[1]}] /Contents {6 + 2 * number} 0 R "
            f"/Resources << /Font << /{REGULAR} 3 0 R /{BOLD} 4 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    data = bytearray(b"%PDF-1.4\n")
    places: list[int] = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        data += b"%010d 00000 n \n" % place
    data += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(data)


def docx(document: Any) -> bytes:
    """The document with fixed times inside, so that two runs give the same bytes."""
    properties = document.core_properties
    properties.created = properties.modified = MADE_AT
    properties.author = properties.last_modified_by = ""
    first = io.BytesIO()
    document.save(first)
    second = io.BytesIO()
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(second, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, MADE_AT.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return second.getvalue()


def new_document(name: str, below: Sequence[str]) -> Any:
    document = Document()
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(10.5)
    document.add_heading(name, level=0)
    for text in below:
        document.add_paragraph(text)
    return document


def add_parts(document: Any, parts: Sequence[Part]) -> None:
    for heading, entries in parts:
        document.add_heading(heading, level=1)
        for title, bullets in entries:
            if title:
                document.add_paragraph().add_run(title).bold = bool(bullets)
            for bullet in bullets:
                document.add_paragraph(bullet, style="List Bullet")


def ml_systems_student() -> bytes:
    first, second = Page(), Page()
    y = first.head(
        "Maya Lindqvist",
        (
            "ML Systems Student",
            "Zürich, Switzerland | candidate@demo.example | +41 44 555 01 42",
            "https://code.demo.example/maya-lindqvist",
        ),
    )
    y = first.column(
        (
            (
                "Summary",
                (
                    (
                        "Master's student in computer science working on fast inference and training of transformer "
                        "models. Four years of Python and C++, most of it close to the GPU. Looking for a research "
                        "internship in machine learning systems from spring 2027.",
                        (),
                    ),
                ),
            ),
            (
                "Education",
                (
                    (
                        "MSc in Computer Science, ETH Zürich, Sep 2025 – present",
                        (
                            "Expected graduation: September 2027. Focus: machine learning systems and computer "
                            "architecture.",
                            "Courses: Machine Learning Systems, Advanced Computer Architecture, Compiler Design, "
                            "Deep Learning, Distributed Systems, Generative Models",
                        ),
                    ),
                    (
                        "BSc in Computer Science, Uppsala University, Sep 2022 – Jun 2025",
                        (
                            "Bachelor's thesis: Paged KV cache for long sequences on small GPUs",
                            "Courses: Operating Systems, Linear Algebra, Probability, Parallel Programming",
                        ),
                    ),
                ),
            ),
            (
                "Experience",
                (
                    (
                        "Student Researcher, ETH Zürich, Oct 2025 – present",
                        (
                            "Wrote Triton and CUDA kernels for attention with a quantized KV cache; decoding of a 7B "
                            "model became 1.8 times faster on A100 GPUs.",
                            "Profiling and benchmarking of machine learning workloads with Nsight Systems and the "
                            "PyTorch profiler; compared vLLM with SGLang and TensorRT-LLM.",
                            "Run multi-GPU experiments with NCCL over NVLink and InfiniBand on a Slurm cluster.",
                        ),
                    ),
                    (
                        "Machine Learning Engineering Intern, Fjordlight Compute AB, Jun 2024 – Aug 2024",
                        (
                            "Built a benchmark suite in Python and C++ for LLM inference serving, used in every "
                            "release since.",
                            "Ported two PyTorch models to a non-standard accelerator board and fixed numerical errors "
                            "in bfloat16 and FP8.",
                        ),
                    ),
                    (
                        "Tutor, Uppsala University, Sep 2023 – May 2025",
                        ("Taught C++ and parallel programming with CUDA to groups of 25 students.",),
                    ),
                ),
            ),
        ),
        MARGIN,
        y,
        PAGE[0] - 2 * MARGIN,
    )
    second.column(
        (
            (
                "Projects",
                (
                    (
                        "Contributor to vLLM (open source), 2025 – present",
                        (
                            "Six merged pull requests: a faster sampling kernel in Triton, speculative decoding fixes "
                            "and benchmarks for prefix caching.",
                        ),
                    ),
                    (
                        "Small state space models, 2026",
                        (
                            "Reimplemented Mamba in PyTorch with a CUDA scan kernel, pretrained a 350M model and "
                            "compared it with transformers of the same size.",
                        ),
                    ),
                    (
                        "Post-training on two nodes, 2026",
                        (
                            "Reinforcement learning (GRPO) of a 1.5B language model with asynchronous rollouts in "
                            "vLLM and FSDP training; measured where rollouts and training drift apart.",
                        ),
                    ),
                    (
                        "Tiny tensor compiler, 2025",
                        (
                            "An MLIR-based compiler in C++ that fuses matrix multiplication and softmax, with SIMD "
                            "code for CPUs.",
                        ),
                    ),
                ),
            ),
            (
                "Publications",
                (
                    (
                        'M. Lindqvist and two co-authors. "Quantized KV caches without calibration." Workshop on '
                        "Machine Learning for Systems at NeurIPS 2026.",
                        (),
                    ),
                ),
            ),
            (
                "Technical Skills",
                (
                    ("Languages: Python, C++, CUDA, Triton, Bash, some Rust", ()),
                    (
                        "Machine learning: PyTorch, JAX, Hugging Face Transformers, vLLM, SGLang, TensorRT-LLM, "
                        "model quantization, transformers, state space models, mixture of experts",
                        (),
                    ),
                    (
                        "Systems: Linux internals, NCCL, Slurm, Docker, Git, profiling, benchmarking, GPU programming, "
                        "distributed training",
                        (),
                    ),
                ),
            ),
            ("Awards", (("Second place, Nordic Collegiate Mathematics Contest 2024", ()),)),
            ("Languages", (("Swedish (native), English (C2), German (B1)", ()),)),
            ("Work Authorization", (("EU citizen; Swiss student permit. Needs visa sponsorship for the US.", ()),)),
        ),
        MARGIN,
        PAGE[1] - MARGIN - 10,
        PAGE[0] - 2 * MARGIN,
    )
    return pdf((first, second))


def nurse() -> bytes:
    page = Page()
    y = page.head(
        "Grace Adeyemi",
        ("Registered Nurse", "Leeds, UK | grace.adeyemi@demo.example | +44 113 496 0173"),
    )
    page.column(
        (
            ("Skills", tuple((skill, ()) for skill in (
                "Acute care", "Patient assessment", "Medication administration", "Wound care", "IV therapy",
                "Cannulation", "Triage", "Infection control", "Care planning", "Electronic health records",
                "Safeguarding", "Mentoring",
            ))),
            (
                "Certifications",
                (
                    ("NMC registration (adult)", ()),
                    ("Immediate Life Support", ()),
                    ("Basic Life Support", ()),
                    ("Manual handling", ()),
                    ("Full UK driving licence", ()),
                ),
            ),
            ("Languages", (("English (native)", ()), ("Yoruba (native)", ()), ("French (B1)", ()))),
        ),
        MARGIN,
        y,
        150,
    )  # fmt: skip
    page.column(
        (
            (
                "Profile",
                (
                    (
                        "Nurse with eight years in hospitals, on acute medical wards and in an emergency department. "
                        "Leads shifts of up to six colleagues.",
                        (),
                    ),
                ),
            ),
            (
                "Experience",
                (
                    (
                        "Senior Staff Nurse, Aireside General Hospital, Mar 2022 – present",
                        (
                            "Looks after a bay of eight acute medical patients and leads the night shift twice a week.",
                            "Gives intravenous medication, dresses wounds and places cannulas.",
                            "Plans discharges with doctors, therapists and families.",
                            "Mentors student nurses and new colleagues on the ward.",
                        ),
                    ),
                    (
                        "Staff Nurse, Wharfe Valley Hospital, Sep 2018 – Feb 2022",
                        (
                            "Emergency department: triaged up to 40 patients a shift and took part in resuscitation.",
                            "Kept electronic health records and handed over with SBAR.",
                            "Hand hygiene lead: infection control audits every month.",
                        ),
                    ),
                ),
            ),
            (
                "Education",
                (
                    (
                        "BSc in Adult Nursing, University of Leeds, 2015 – 2018",
                        ("Placements in cardiology, community nursing and palliative care.",),
                    ),
                ),
            ),
        ),
        MARGIN + 185,
        y,
        PAGE[0] - 2 * MARGIN - 185,
    )
    return pdf((page,))


def backend_engineer() -> bytes:
    document = new_document(
        "Jonas Brandt",
        ("Backend Engineer", "Berlin, Germany | jonas.brandt@demo.example | +49 30 5550 0187"),
    )
    add_parts(
        document,
        (
            (
                "Summary",
                (
                    (
                        "Backend engineer with seven years of Python, most of them with Django and PostgreSQL. Builds "
                        "APIs that other teams like to use and keeps them running in production.",
                        (),
                    ),
                ),
            ),
            (
                "Experience",
                (
                    (
                        "Senior Backend Engineer, Kornfeld Logistik GmbH, Apr 2022 – present",
                        (
                            "Owns the order service: Django, Django REST Framework, PostgreSQL and Redis, 900 requests "
                            "a second at peak.",
                            "Split a monolith into four services that talk over Kafka; deployed with Docker and "
                            "Kubernetes on AWS.",
                            "Brought the slowest queries from 2 s to 80 ms with indexes and query plans.",
                            "Leads code reviews and mentors two junior engineers.",
                        ),
                    ),
                    (
                        "Backend Developer, Papierkran Software GmbH, Sep 2019 – Mar 2022",
                        (
                            "Wrote REST APIs in Python with Flask and later FastAPI, with Celery for background jobs.",
                            "Set up CI/CD with GitLab CI, unit tests with pytest and monitoring with Prometheus and "
                            "Grafana.",
                            "Infrastructure as code with Terraform.",
                        ),
                    ),
                ),
            ),
            (
                "Education",
                (("BSc in Computer Science, Technische Universität Dresden, Oct 2016 – Aug 2019", ()),),
            ),
            (
                "Skills",
                (
                    (
                        "Python, Django, Django REST Framework, FastAPI, Flask, SQL, PostgreSQL, Redis, Kafka, "
                        "RabbitMQ, Celery, Docker, Kubernetes, AWS, Terraform, Linux, Git, REST APIs, GraphQL, Go",
                        (),
                    ),
                ),
            ),
            ("Languages", (("German (native), English (C1)", ()),)),
        ),
    )
    return docx(document)


def construction_site_manager() -> bytes:
    document = new_document(
        "Liam Kowalczyk",
        ("Construction Site Manager", "Brisbane, Australia | liam.kowalczyk@demo.example | +61 7 5550 0164"),
    )
    document.add_heading("Profile", level=1)
    document.add_paragraph(
        "Site manager with eleven years on residential and commercial projects of up to AUD 45 million. Runs safe "
        "sites, keeps programmes and gets along with trades and clients alike."
    )
    document.add_heading("Work history", level=1)
    jobs = (
        (
            "Feb 2020 – present",
            "Site Manager, Redgum Build Pty Ltd",
            "Runs a 14-storey apartment project with up to 120 people on site. Plans work in Primavera P6, coordinates "
            "subcontractors and chairs the weekly safety meeting.",
        ),
        (
            "Jul 2015 – Jan 2020",
            "Assistant Site Manager, Moreton Civil Works Pty Ltd",
            "Concrete and steel works for two schools and a warehouse. Quality inspections, risk assessments, site "
            "diaries and progress reports in Procore.",
        ),
        (
            "Mar 2011 – Jun 2013",
            "Carpenter, Coastline Homes Pty Ltd",
            "Formwork, framing and fit-out of detached houses.",
        ),
    )
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for period, job, text in jobs:
        cells = table.add_row().cells
        cells[0].text = period
        cells[1].paragraphs[0].add_run(job).bold = True
        cells[1].add_paragraph(text)
    add_parts(
        document,
        (
            (
                "Education",
                (("Diploma of Building and Construction, TAFE Queensland, 2013 – 2015", ()),),
            ),
            (
                "Certifications",
                (
                    ("White Card (general construction induction)", ()),
                    ("First Aid Certificate", ()),
                    ("Driver's licence, class C", ()),
                    ("Working at heights", ()),
                ),
            ),
            (
                "Skills",
                (
                    (
                        "Construction management, site supervision, scheduling, Primavera P6, Procore, AutoCAD, "
                        "subcontractor management, health and safety, risk assessment, quality control, budgeting, "
                        "blueprint reading",
                        (),
                    ),
                ),
            ),
            ("Languages", (("English (native), Polish (B2)", ()),)),
        ),
    )
    return docx(document)


def main() -> None:
    for name, data in (
        ("ml_systems_student.pdf", ml_systems_student()),
        ("nurse.pdf", nurse()),
        ("backend_engineer.docx", backend_engineer()),
        ("construction_site_manager.docx", construction_site_manager()),
    ):
        (HERE / name).write_bytes(data)


if __name__ == "__main__":
    main()
