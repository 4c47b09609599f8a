"""Postings and resumes made of word lists. The same seed and number give the same text."""

from random import Random

FIELDS = {
    "Backend": ("Python", "Django", "PostgreSQL", "Redis", "Docker", "Kubernetes", "Go", "Kafka"),
    "Frontend": ("TypeScript", "React", "CSS", "HTML", "Vue.js", "GraphQL", "JavaScript", "Webpack"),
    "Data": ("Python", "SQL", "Pandas", "Spark", "Airflow", "Tableau", "R", "Snowflake"),
    "Machine Learning": ("Python", "PyTorch", "TensorFlow", "NumPy", "CUDA", "C++", "Kubernetes", "SQL"),
    "Platform": ("Linux", "Terraform", "AWS", "Kubernetes", "Ansible", "Go", "Bash", "Prometheus"),
    "Embedded": ("C", "C++", "Linux", "Git", "Python", "Rust", "MATLAB", "Bash"),
    "Mobile": ("Kotlin", "Swift", "Android", "iOS", "Java", "Git", "GraphQL", "Firebase"),
    "Finance": ("Excel", "SAP", "SQL", "Power BI", "Accounting", "Python", "Tableau", "VBA"),
}
ROLES = ("Engineer", "Developer", "Analyst", "Specialist", "Lead", "Architect", "Consultant", "Intern")
PLACES = (
    "Hamburg, Germany", "Leeds, United Kingdom", "Lyon, France", "Porto, Portugal", "Austin, TX", "Toronto, ON, Canada",
    "Utrecht, Netherlands", "Gdansk, Poland", "Seattle, WA", "Bengaluru, India", "Oslo, Norway", "Valencia, Spain",
)  # fmt: skip
WORKPLACES = ("Hybrid", "Remote", "On-site", "")
EMPLOYMENT = ("Full-time", "Part-time", "Contract", "Internship")
CURRENCIES = ("€", "$", "£")
FIRMS = ("Harbour", "Lantern", "Meadow", "Granite", "Juniper", "Beacon", "Willow", "Cobalt", "Falcon", "Maple")
TRADES = ("Software", "Logistics", "Analytics", "Systems", "Energy", "Health", "Mobility", "Foods")
THINGS = ("booking systems", "payment flows", "sensor networks", "planning tools", "reports", "maps", "test benches")
PEOPLE = ("ferry lines", "clinics", "farms", "schools", "warehouses", "theatres", "small shops", "city councils")
FIRST = ("Ines", "Tariq", "Mirela", "Joan", "Sipho", "Aiko", "Bram", "Lucia", "Noor", "Pavel")
LAST = ("Falk", "Okoye", "Brandt", "Silva", "Novak", "Ito", "Murray", "Costa", "Haddad", "Lind")


def title(draw: Random) -> str:
    return f"{draw.choice(('', 'Senior ', 'Junior '))}{draw.choice(tuple(FIELDS))} {draw.choice(ROLES)}"


def organization(draw: Random) -> str:
    return f"{draw.choice(FIRMS)} {draw.choice(TRADES)}"


def posting_text(seed: int, number: int) -> str:
    """A posting with a header, duties and four to eight requirement rows."""
    draw = Random(f"posting {seed} {number}")
    name, firm = title(draw), organization(draw)
    field = next(field for field in FIELDS if field in name)
    skills = draw.sample(FIELDS[field], 6)
    low = draw.randrange(30, 120) * 1000
    pay = f"{draw.choice(CURRENCIES)}{low:,} - {low + draw.randrange(5, 40) * 1000:,} a year"
    details = (
        draw.choice(EMPLOYMENT),
        draw.choice(WORKPLACES),
        draw.choice(PLACES),
        pay if draw.random() < 0.6 else "",
    )
    header = [name, "", firm, "", *(line for line in details if line)]
    must = [
        f"At least {draw.randrange(1, 8)} years of experience with {skills[0]}.",
        f"Experience with {skills[1]} and {skills[2]}.",
        f"You have built {draw.choice(THINGS)} for {draw.choice(PEOPLE)}.",
        "A bachelor's degree in computer science or a related field.",
    ][: draw.randrange(3, 5)]
    nice = [f"Experience with {skill}." for skill in skills[3 : 3 + draw.randrange(1, 4)]]
    duties = [
        f"Design and run {draw.choice(THINGS)} that {draw.choice(PEOPLE)} rely on.",
        f"Work with {draw.choice(PEOPLE)} on {draw.choice(THINGS)}, case {number}.",
    ]
    body = ["About us", "", f"{firm} builds {draw.choice(THINGS)} for {draw.choice(PEOPLE)}."]
    for heading, lines in (("Responsibilities", duties), ("Requirements", must), ("Nice to have", nice)):
        body += ["", heading, "", *(f"• {line}" for line in lines)]
    return "\n".join([*header, "", *body])


def resume_text(seed: int, number: int) -> str:
    """A resume of two roles with dates, a degree and a skill list."""
    draw = Random(f"resume {seed} {number}")
    first, last = draw.choice(FIRST), draw.choice(LAST)
    field = draw.choice(tuple(FIELDS))
    skills = draw.sample(FIELDS[field], draw.randrange(4, 8))
    year = draw.randrange(2012, 2020)
    return f"""\
{first} {last}
{first.lower()}.{last.lower()}{number}@people.example

Summary
{field} {draw.choice(ROLES).lower()} who has built {draw.choice(THINGS)} for {draw.choice(PEOPLE)}.

Experience
{field} {draw.choice(ROLES)}, {organization(draw)}
March {year + 3} - present
Built {draw.choice(THINGS)} with {skills[0]} and {skills[1]}.
Moved {draw.choice(THINGS)} to {skills[2]} for {draw.choice(PEOPLE)}.

Junior {field} {draw.choice(ROLES)}, {organization(draw)}
June {year} - February {year + 3}
Kept {draw.choice(THINGS)} running with {skills[3]}.

Education
BSc Computer Science, {year}

Skills
{", ".join(skills)}

Languages
English (fluent)
"""


def pdf_of(text: str) -> bytes:
    """A one-page PDF with one text line for each line, as a word processor would place them."""
    escaped = (line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in text.split("\n"))
    content = "BT /F1 10 Tf 14 TL 50 800 Td\n" + "\n".join(f"({line}) Tj T*" for line in escaped) + "\nET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    written, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return written + f"{end}startxref\n{len(written)}\n%%EOF\n".encode("latin-1")
