from datetime import date

import pytest

from reading.resume.headings import heading_kind
from reading.resumes import as_gold, as_json_resume, parse

RESUME = """
Lena Marlow
Harbour Engineer
lena.marlow@example.org | +49 30 5550 199 | https://example.org/lena

Profile
I keep old cranes moving and write down how, so that the next person can do it too, without me.

Work experience
Senior Harbour Engineer, Kranwerk GmbH (03/2021 – present)
• Rebuilt two cranes
Harbour Engineer, Kranwerk GmbH (09/2017 – 02/2021)
• Wrote the manual

Education
MSc Mechanical Engineering, University of Kiel, 2015 – 2017
BSc Mechanical Engineering, University of Kiel, 2015

Skills
Hydraulics, PLC, Python, Technical
drawing, Rigging

Languages
German (native), English (C1)

Certifications
Crane operator licence, 2018

Work permit: valid for the EU
"""


def roles(read):
    return [(role.title, role.organization, role.start, role.end) for role in read.experience]


def test_a_whole_resume(facts):
    read = facts(RESUME)
    assert read.name.name == "Lena Marlow"
    assert (read.name.line, read.headline.name, read.headline.line) == (1, "Harbour Engineer", 2)
    assert (read.email.name, read.phone.name) == ("lena.marlow@example.org", "+49 30 5550 199")
    assert roles(read) == [
        ("Senior Harbour Engineer", "Kranwerk GmbH", "2021-03", "present"),
        ("Harbour Engineer", "Kranwerk GmbH", "2017-09", "2021-02"),
    ]
    assert read.total_years_experience == 9.0
    assert [(e.degree_level, e.institution, e.end) for e in read.education] == [
        ("master", "University of Kiel", "2017"),
        ("bachelor", "University of Kiel", "2015"),
    ]
    assert [skill.name for skill in read.skills] == ["Hydraulics", "PLC", "Python", "Technical drawing", "Rigging"]
    assert [(item.name, item.level) for item in read.languages] == [("German", "native"), ("English", "C1")]
    assert [item.name for item in read.certifications] == [
        "Crane operator licence, 2018",
        "Work permit: valid for the EU",
    ]
    assert [item.name for item in read.links] == ["https://example.org/lena"]
    assert [item.name for item in read.work_authorisation] == ["Work permit: valid for the EU"]


def test_every_fact_points_at_its_line(facts):
    read = facts(RESUME)
    for role in read.experience:
        assert role.title in read.lines[role.first_line - 1]
        assert role.lines == read.lines[role.first_line - 1 : role.last_line]
    for mention in (*read.skills[:3], *read.links, *read.certifications, read.email, read.phone):
        assert mention.name in read.lines[mention.line - 1]


def test_the_vocabulary_adds_skills_from_any_line():
    def find_skills(line):
        at = line.find("cranes")
        return [("Crane maintenance", at, at + 6)] if at >= 0 else []

    read = parse(RESUME, today=date(2026, 6, 30), find_skills=find_skills)
    assert "Crane maintenance" in [skill.name for skill in read.skills]


@pytest.mark.parametrize(
    "written",
    [
        "Night Baker\nMill Lane Bread Ltd\n03/2018 - 05/2020\n• Rye",
        "03/2018 - 05/2020\nNight Baker\nMill Lane Bread Ltd\n• Rye",
        "03/2018 - 05/2020\tNight Baker, Mill Lane Bread Ltd\n• Rye",
        "Night Baker | Mill Lane Bread Ltd | 03/2018 - 05/2020\n• Rye",
        "Night Baker at Mill Lane Bread Ltd\tMarch 2018 – May 2020\n• Rye",
        "Mill Lane Bread Ltd\t03/2018 - 05/2020\nNight Baker\n• Rye",
        "Mill Lane Bread Ltd, Night Baker, 03/2018 - 05/2020\n• Rye",
        "Mill Lane Bread Ltd Night Baker, Mar 2018 - May 2020\nRye",
        "Night Baker — Mill Lane Bread Ltd, Leeds\nMarch 2018 to May 2020\nBaked rye bread every night.",
        "• 03/2018 - 05/2020: Night Baker, Mill Lane Bread Ltd",
        "Mill Lane Bread Ltd, Leeds\nNight Baker\nMarch 2018\nMay 2020\nBaked rye bread.",
        "03/2018\n05/2020 Night Baker, Mill Lane Bread Ltd\n• Rye",
    ],
)
def test_role_headers_in_many_shapes(facts, written):
    assert roles(facts(f"Experience\n{written}")) == [("Night Baker", "Mill Lane Bread Ltd", "2018-03", "2020-05")]


def test_role_whose_text_runs_on_behind_the_dates(facts):
    body = "Kept the ovens hot all night and wrote down what every loaf needed to rise well. " * 2
    read = facts(f"Experience\nNight Baker 03/2018 to 05/2020 Company Name City , State {body}")
    assert roles(read) == [("Night Baker", None, "2018-03", "2020-05")]


def test_body_lines_are_not_taken_for_the_employer(facts):
    read = facts("Experience\nNight Baker, 03/2018 - 05/2020\nDeep understanding of rye\n* Led the shift")
    assert roles(read) == [("Night Baker", None, "2018-03", "2020-05")]


def test_technologies_named_inside_a_role_are_skills(facts):
    read = facts("Experience\nDeveloper, Keel Ltd, 2018 - 2020\nStack: React, Redux, T-SQL")
    assert [skill.name for skill in read.skills] == ["React", "Redux", "T-SQL"]


def test_dates_inside_prose_make_no_role(facts):
    text = (
        "Experience\nBaker, Mill Ltd, 2018 - 2020\n• Moved 300 ovens in 2015-2016 to the new hall.\nReplaced "
        "servers of 2003-2008 make."
    )
    assert len(facts(text).experience) == 1


@pytest.mark.parametrize("words", ["Currently no professional experience", "NA", "None"])
def test_no_job_is_no_role(facts, words):
    read = facts(f"Experience\n{words}\nEducation\nBSc Botany, 2020")
    assert (read.experience, read.total_years_experience) == ((), 0.0)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("WORK HISTORY", "experience"), ("Berufserfahrung", "experience"), ("Experiencia laboral", "experience"),
        ("Expérience professionnelle", "experience"), ("Ausbildung", "education"), ("Formación académica", "education"),
        ("Formation", "education"), ("Key skills:", "skills"), ("Kenntnisse", "skills"), ("Competencias", "skills"),
        ("Compétences", "skills"), ("Sprachen", "languages"), ("Idiomas", "languages"), ("Langues", "languages"),
        ("Zertifikate", "certifications"), ("Hobbies & Interests", "interests"), ("Über mich", "summary"),
        ("Capacità e competenze personali", "skills"), ("Lingue straniere", "languages"), ("Profilo personale", "summary"),
        ("Technical Skills", "skills"), ("References", "other"), ("Publications", "publications"),
        ("experience", None), ("Experience is everything to me.", None), ("Night Baker", None), ("", None),
    ],
)  # fmt: skip
def test_headings(heading, kind):
    assert heading_kind(heading) == kind


def test_headings_that_run_into_their_text(facts):
    read = facts(
        "EXPERIENCE Welder, Keel Ltd, 2018 - 2020\n• Gates\nEDUCATION Hill College, BSc Metals, 2017"
        "\nSKILLS Welding, Riveting"
    )
    assert roles(read) == [("Welder", "Keel Ltd", "2018", "2020")]
    assert [entry.degree_level for entry in read.education] == ["bachelor"]
    assert [skill.name for skill in read.skills] == ["Welding", "Riveting"]


def test_german_resume(facts):
    read = facts(
        "Jonas Weiß\nBerufserfahrung\n04/2019 – heute\tSchlosser, Torbau AG, Bremen\n• Tore\n"
        "Ausbildung\n2013\tMittlere Reife, Realschule Bremen\nSprachen\nDeutsch (Muttersprache), Englisch (B1)"
    )
    assert roles(read) == [("Schlosser", "Torbau AG", "2019-04", "present")]
    assert [(e.degree_level, e.end) for e in read.education] == [("high_school", "2013")]
    assert [item.name for item in read.languages] == ["German", "English"]


def test_spanish_and_french_resumes(facts):
    spanish = facts(
        "Experiencia laboral\nCamarera, Hotel Mar\nmayo de 2018 – actualidad\nEducación\nGrado en Historia, "
        "Universidad de Vigo, 2017"
    )
    assert roles(spanish) == [("Camarera", "Hotel Mar", "2018-05", "present")]
    assert spanish.education[0].degree_level == "bachelor"
    french = facts(
        "Expérience professionnelle\nCuisinier, Restaurant du Port\nde mars 2018 à mai 2020\nLangues\nFrançais : "
        "langue maternelle"
    )
    assert roles(french) == [("Cuisinier", "Restaurant du Port", "2018-03", "2020-05")]
    assert [item.name for item in french.languages] == ["French"]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Ph.D. in Chemistry, University of Oslo", "doctorate"), ("MBA, City College", "master"),
        ("M.Tech Civil Engineering, Hill Institute", "master"), ("Master's degree in Law", "master"),
        ("B.Tech (Electronics) from Hill Institute", "bachelor"), ("Bachelor of Arts, Hill College", "bachelor"),
        ("BSc (Hons) Nursing, University of York", "bachelor"), ("Associate of Applied Science, Hill "
            "College", "associate"),
        ("GED", "high_school"), ("Abitur, Gymnasium Celle", "high_school"), ("High School Diploma", "high_school"),
        ("Gesellenbrief Tischler, Handwerkskammer", "certificate"), ("Coursework in Business", "other"),
    ],
)  # fmt: skip
def test_degree_levels(facts, line, level):
    assert [entry.degree_level for entry in facts(f"Education\n{line}").education] == [level]


def test_studies_in_progress(facts):
    (entry,) = facts("Education\nMSc Physics, University of Graz, 2024 – present").education
    assert (entry.in_progress, entry.end) == (True, None)


@pytest.mark.parametrize(
    "top", ["LINE SERVICE TECHNICIAN", "Curriculum Vitae", "************", "Haifa, Israel", "Kranwerk GmbH"]
)
def test_what_is_no_name_is_not_taken_for_one(facts, top):
    assert facts(f"{top}\nExperience\nBaker, Mill Ltd, 2018 - 2020").name is None


@pytest.mark.parametrize("name", ["Tom Mason", "Dr. Ana de la Cruz", "Jean-Luc O’Neill", "MARGARET BAKER"])
def test_names_even_when_a_part_is_a_trade(facts, name):
    assert facts(f"{name}\nElectrician\nExperience\nElectrician, Mill Ltd, 2018 - 2020").name.name == name.removeprefix(
        "Dr. "
    )


def test_referees_are_not_the_candidate(facts):
    read = facts(
        "Ada Holm\nExperience\nWelder, Keel Ltd, 2018 - 2020\nReferences\nMr Keel, keel@example.com, +44 1632 960 777"
    )
    assert (read.email, read.phone) == (None, None)


def test_gold_and_json_resume_shapes(facts):
    read = facts(RESUME)
    gold = as_gold(read)
    assert gold["sections"] == ["summary", "experience", "education", "skills", "languages", "certifications"]
    assert gold["education"][0] == {
        "degree_level": "master", "field": "Mechanical Engineering", "institution": "University of Kiel", "end": "2017",
    }  # fmt: skip
    resume = as_json_resume(read)
    assert resume["basics"]["name"] == "Lena Marlow"
    assert resume["work"][0] == {
        "name": "Kranwerk GmbH", "position": "Senior Harbour Engineer", "startDate": "2021-03",
        "highlights": ["Rebuilt two cranes"],
    }  # fmt: skip


BROKEN = [
    "Senior Platform Engineer, Fjordkart Energy AS, Mar 2020 –\nDec 2022",
    "Senior Platform Engineer, Fjordkart Energy AS, Mar\n2020 – Dec 2022",
    "Senior Platform Engineer, Fjordkart Energy AS, Mar 2020\n– Dec 2022",
    "Senior Platform Engineer, Fjordkart Energy AS, Mar 2020 – Dec\n2022",
    "Senior Platform Engineer, Fjordkart Energy AS (Mar 2020 –\nDec 2022)",
    "Senior Platform Engineer,\nFjordkart Energy AS, Mar 2020 – Dec 2022",
    "Senior Platform Engineer, Fjordkart Energy AS,\nMar 2020 – Dec 2022",
]


@pytest.mark.parametrize("header", BROKEN)
def test_a_role_header_broken_over_two_lines_is_one_role(facts, header):
    text = f"Runa Solberg\n\nExperience\n{header}\n• Built reports.\nTrainee, Havblikk Lab, 2018 - 2019\n• Wrote tests."
    first, second = facts(text).experience
    assert (first.title, first.organization) == ("Senior Platform Engineer", "Fjordkart Energy AS")
    assert (first.start, first.end, first.first_line) == ("2020-03", "2022-12", 4)
    assert (second.title, second.start) == ("Trainee", "2018")


def test_a_name_that_goes_on_in_the_next_line_is_whole(facts):
    text = "Experience\nSenior Engineer, House of Water and\nEnergy AS, Mar 2020 – Dec 2022\n• Built reports."
    (role,) = facts(text).experience
    assert role.organization == "House of Water and Energy AS"


def test_a_title_line_above_a_line_with_employer_and_dates_stays_two_lines(facts):
    text = "Experience\nPlatform Engineer\nFjordkart Energy AS, Mar 2020 – Dec 2022\n• Built reports."
    (role,) = facts(text).experience
    assert (role.title, role.organization) == ("Platform Engineer", "Fjordkart Energy AS")


def test_a_degree_in_progress_has_the_date_it_is_expected(facts):
    text = "Education\nMSc Physics, Fjord University, Sep 2025 - present\n• Expected graduation: June 2027."
    (entry,) = facts(text).education
    assert (entry.in_progress, entry.start, entry.end) == (True, "2025-09", "2027-06")


def test_a_heading_about_work_authorisation_is_no_statement(facts):
    text = "Experience\nCook, Old Mill, 2020 - 2022\n\nWork Authorisation\nEU citizen, may work in Norway"
    assert [entry.name for entry in facts(text).work_authorisation] == ["EU citizen, may work in Norway"]


def test_the_present_takes_its_word_along(facts):
    read = facts("Experience\n2021 - current time: Crane Engineer at Kranwerk GmbH\nKeeps old cranes moving.\n")
    assert roles(read) == [("Crane Engineer", "Kranwerk GmbH", "2021", "present")]


def test_a_place_in_brackets_is_no_employer(facts):
    read = facts("Experience\n2017 - 2019: Crane developer, (Norway, Bergen)\nKept old cranes moving.\n")
    assert roles(read) == [("Crane developer", None, "2017", "2019")]


def test_roles_without_dates_take_the_employer_above_and_leave_the_town(facts):
    read = facts(
        "Experience\n\nKranwerk\nCrane developer Bergen, Norway\n\nKept the cranes of the harbour moving.\n\n"
        "Seilhaus\nTutor Bergen, Norway\n\nHandover of the crane manager to the archive (harbour developer\nsystem);\n"
    )
    assert roles(read) == [
        ("Crane developer", "Kranwerk", None, None), ("Tutor", "Seilhaus", None, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "level"),
    [("BE Computer Science, Bergen University", "bachelor"), ("BS Nursing, Bergen University, 2014", "bachelor")],
)
def test_a_degree_is_known_by_its_short_name(facts, line, level):
    assert [entry.degree_level for entry in facts(f"Education\n{line}\n").education] == [level]


def test_a_school_is_no_field_and_high_school_has_none(facts):
    read = facts("Education\nB.Tech from Harbour Institute in 2018\nHigh School, Bergen\n")
    assert [entry.field for entry in read.education] == [None, None]
