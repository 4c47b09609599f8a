"""Features survive the database; the package stands alone."""

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np

from matching.core import (
    PostingFeatures,
    Preferences,
    RequirementRow,
    ResumeFeatures,
    ResumeLine,
    SkillEvidence,
    explain,
    requirement_rows,
    retrieval_queries,
)
from matching.core.features import pack, unpack
from matching.core.weights import DEFAULT
from matching.embedding.lexical import LexicalEmbedder
from reading.requirement import Asked
from tests.matching.core.people import (
    RESUME,
    ROLES,
    VOCABULARY,
    FoundItem,
    lines_of,
    posting,
    resume,
)


def test_posting_features_round_trip_through_json():
    made = posting(quotes={"place": "In Leeds"}, embed=LexicalEmbedder().embed, skills={"python": "required"})
    stored = json.loads(json.dumps(made.to_json()))
    assert PostingFeatures.from_json(stored) == made


def test_resume_features_round_trip_through_json():
    made = resume(embed=LexicalEmbedder().embed)
    stored = json.loads(json.dumps(made.to_json()))
    assert ResumeFeatures.from_json(stored) == made
    before = explain(posting(), made, vocabulary=VOCABULARY).to_json()
    assert explain(posting(), ResumeFeatures.from_json(stored), vocabulary=VOCABULARY).to_json() == before


def test_preferences_round_trip_through_json():
    wants = Preferences(workplaces=("HYBRID",), minimum_pay=20.5, must=("pay",))
    assert Preferences.from_json(json.loads(json.dumps(wants.to_json()))) == wants


def test_unknown_keys_of_a_newer_record_are_ignored():
    assert Preferences.from_json({"radius_km": 5.0, "shoe_size": 44}) == Preferences(radius_km=5.0)


def test_vectors_are_packed_without_visible_loss():
    vector = np.array([0.6, -0.8, 0.0], dtype=np.float32)
    assert np.allclose(unpack(pack(vector)), vector, atol=1e-3)
    assert pack(np.zeros(3)) == b""
    assert unpack(b"") is None


def test_with_vectors_the_explanation_is_not_lexical_only():
    embed = LexicalEmbedder().embed
    with_vectors = explain(posting(embed=embed), resume(embed=embed), vocabulary=VOCABULARY)
    assert not with_vectors.lexical_only
    assert explain(posting(), resume(), vocabulary=VOCABULARY).lexical_only


def test_retrieval_queries_follow_the_recent_role():
    person = resume(embed=LexicalEmbedder().embed)
    title, summary = retrieval_queries(person, DEFAULT)
    assert title.shape == summary.shape == (384,)
    assert retrieval_queries(resume(), DEFAULT) is None


def test_no_name_of_a_person_enters_the_features():
    made = resume("Ada Sparrow\n" + RESUME, roles=(), personal=[1])
    assert made.set_aside == {"1": "personal"}
    assert "Sparrow" not in json.dumps(made.to_json())
    assert all("Ada" not in role.title for role in made.roles)


def test_short_lines_stand_in_where_no_role_was_read():
    made = resume(RESUME, roles=())
    assert made.roles[0].title == "Backend Developer"
    assert made.roles[0].guessed
    assert made.total_months == 0


def test_the_months_of_a_skill_are_those_of_the_roles_that_show_it():
    made = resume()
    assert made.skills["django"].months == 48
    assert made.skills["python"].months == 24
    assert made.total_months == 72
    assert made.roles == ROLES
    assert [line.number for line in lines_of("a\nb")] == [1, 2]


def test_rows_come_from_requirements_then_duties_then_sentences_with_skills():
    asked = FoundItem("Knowledge of Python", "requirement", "preferred", VOCABULARY)
    trait = FoundItem("Good communication skills", "requirement", "required", VOCABULARY)
    duty = FoundItem("Bake pastry for the morning", "duty", None, VOCABULARY)
    fact = FoundItem("Our kitchen runs on Django", "fact", None, VOCABULARY)

    def texts(*items):
        return [row.text for row in requirement_rows(items, VOCABULARY)]

    enough = [FoundItem(f"Knowledge of Python and cake {n}", "requirement", None, VOCABULARY) for n in range(12)]
    assert texts(*enough, duty, fact) == [*(item.text for item in enough), "Bake pastry for the morning"]
    assert texts(asked, asked, duty, fact) == [
        "Knowledge of Python", "Bake pastry for the morning", "Our kitchen runs on Django"
    ]  # fmt: skip
    assert texts(trait, fact) == ["Good communication skills", "Our kitchen runs on Django"]
    required = FoundItem("Knowledge of Rust", "requirement", "required", VOCABULARY)
    rows = requirement_rows([asked, required, duty, fact], VOCABULARY)
    assert [row.importance for row in rows] == ["preferred", "required", "preferred", "preferred"]
    assert [row.kind for row in rows] == ["requirement", "requirement", "duty", "duty"]
    assert requirement_rows([trait, duty], VOCABULARY)[1].importance == "required"


def test_a_posting_in_prose_shows_the_sentences_that_say_what_the_work_is():
    asked = FoundItem("Knowledge of Python", "requirement", "required", VOCABULARY)
    prose = FoundItem("Shaping loaves by hand takes up most mornings.", "fact", None, VOCABULARY)
    header = FoundItem("Leeds, full time", "fact", None, VOCABULARY)
    address = FoundItem("Write to the bakery at www.loaves.example today.", "fact", None, VOCABULARY)
    company = FoundItem("Our company was founded with over 40 ovens in Leeds.", "fact", None, VOCABULARY)
    items = [prose, header, address, company, asked]
    for place, item in enumerate(items):
        item.span = (place, place + 1)
        if item is not asked:
            item.asked = None  # type: ignore[assignment]
    telling = {item.span for item in items}
    rows = requirement_rows(items, VOCABULARY, telling=telling)
    assert [(row.text, row.kind) for row in rows] == [(prose.text, "duty"), (asked.text, "requirement")]
    assert rows[0].asked.subject
    assert [row.text for row in requirement_rows(items, VOCABULARY)] == [asked.text]
    several = [FoundItem(f"Knowledge of Python and cake {n}", "requirement", None, VOCABULARY) for n in range(6)]
    assert prose.text not in [row.text for row in requirement_rows([*items, *several], VOCABULARY, telling=telling)]


def test_a_condition_is_a_row_that_no_resume_shows_unless_it_asks_for_years():
    condition = FoundItem("Must hold a passport", "constraint", "required", VOCABULARY)
    duty = FoundItem("Bake pastry for the morning", "duty", None, VOCABULARY)
    assert [(row.text, row.asked.readable) for row in requirement_rows([condition, duty], VOCABULARY)] == [
        ("Must hold a passport", False),
        ("Bake pastry for the morning", True),
    ]
    condition.asked = replace(condition.asked, months=24)
    assert requirement_rows([condition], VOCABULARY)[0].asked.readable


def test_a_skill_that_left_the_vocabulary_is_passed_over():
    text = "Knowledge of sundials and Python"
    asked = RequirementRow("0", text, asked=Asked(subject=text, groups=(("sundials",), ("python",)), knowing=True))
    job = PostingFeatures("Backend Developer", requirements=(asked,))
    person = ResumeFeatures(lines=(ResumeLine(1, "Sundials, Python"),), skills={"sundials": SkillEvidence((1,))})
    assert explain(job, person, vocabulary=VOCABULARY).rows[0].verdict == "met"


def test_the_package_imports_without_settings_or_apps():
    code = (
        "import sys, matching.core, matching.core.evaluation, matching.core.verdict_evaluation;"
        "bad = {'django', 'postings', 'accounts', 'jobboard', 'celery'} & set(sys.modules);"
        "sys.exit(1 if bad else 0)"
    )
    environment = {"PATH": "", "PYTHONPATH": ":".join(path for path in sys.path if path)}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
