"""The vocabulary: every entry's own examples, ambiguous words, boundaries, implications."""

from __future__ import annotations

from pathlib import Path

import pytest

from reading.posting import parse
from reading.vocabulary import SkillEntry, Vocabulary, default_vocabulary

VOCABULARY = default_vocabulary()
SENTENCES = [
    line.split("\t") for line in (Path(__file__).parent / "skill_sentences.tsv").read_text("utf-8").splitlines()
]
YES = [(slug, text) for slug, entry in VOCABULARY.entries.items() for text in entry.yes]
NO = [(slug, text) for slug, entry in VOCABULARY.entries.items() for text in entry.no]


def found(text: str) -> list[str]:
    return [mention.slug for mention in VOCABULARY.find(text)]


@pytest.mark.parametrize(("slug", "text"), YES)
def test_yes_sentence_names_the_skill(slug: str, text: str) -> None:
    assert slug in found(text)


@pytest.mark.parametrize(("slug", "text"), NO)
def test_no_sentence_does_not(slug: str, text: str) -> None:
    assert slug not in found(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We write Go and Rust services", ["go", "rust"]),
        ("Languages: Python, some Rust and basic Go", ["python", "rust", "go"]),
        ("Golang microservices", ["go", "microservices"]),
        ("(R/SAS/Stata)", ["r", "sas", "stata"]),
        ("Fluent in C/C++", ["c", "cpp"]),
        ("Ray, Dask and Spark on Kubernetes", ["ray", "dask", "apache-spark", "kubernetes"]),
        ("iOS development in Swift", ["ios-development", "swift"]),
        ("Proficient in Excel", ["microsoft-excel"]),
        ("Our jobs run on Python, Ray and Kafka", ["python", "ray", "apache-kafka"]),
        ("Skilled in Ruby or Elixir", ["ruby", "elixir"]),
    ],
)
def test_ambiguous_word_with_support_counts(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "go-getter",
        "Go further with us",
        "R&D",
        "Employee Rights (R) notice",
        "C-level",
        "Series C",
        "Vitamin C",
        "rust and corrosion",
        "Ray will interview you",
        "swift resolution",
        "SWIFT payments",
        "Spark your career",
        "The word on the street",
        "Swift replies matter to our guests",
        "Crystal chandeliers and silver spoons",
        "Access to a car",
    ],
)
def test_everyday_word_does_not_count(text: str) -> None:
    assert not {
        "go",
        "r",
        "c",
        "rust",
        "ray",
        "swift",
        "apache-spark",
        "microsoft-word",
        "crystal",
        "microsoft-access",
    } & set(found(text))


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("vLLM/SGLANG/TensorRT-LLM", "sglang"),
        ("Pytorch", "pytorch"),
        ("GPUs and TPUs", "tpu"),
        ("Linux internals", "linux-internals"),
        ("kernel-level networking stacks", "kernel-level-networking"),
        ("Kernel level networking stacks", "kernel-level-networking"),
        ("steady hands and data miningYou enjoy", "data-mining"),
    ],
)
def test_spelling_variants_are_the_same_skill(text: str, slug: str) -> None:
    assert slug in found(text)


@pytest.mark.parametrize("text", ["Javanese", "C++++", "me@java.example", "scalable", "Pythonesque"])
def test_words_are_not_cut_out_of_longer_words(text: str) -> None:
    assert not {"java", "cpp", "scala", "python"} & set(found(text))


def test_longest_reading_wins_and_spans_cut_the_text() -> None:
    text = "Deep Linux internals, some Linux"
    mentions = VOCABULARY.find(text)
    assert [(mention.slug, text[slice(*mention.span)]) for mention in mentions] == [
        ("linux-internals", "Linux internals"),
        ("linux", "Linux"),
    ]


def test_labels_resolve_to_slugs() -> None:
    assert VOCABULARY.slug("PostgreSQL") == VOCABULARY.slug("postgres") == "postgresql"
    assert VOCABULARY.slug("GPUs") == "gpu"
    assert VOCABULARY.slug("underwater basket weaving") is None


def test_implications_multiply_and_stop() -> None:
    implied = VOCABULARY.implied("vllm")
    assert implied["llm-inference"] == 1
    assert all(0.4 <= weight <= 1 for slug in VOCABULARY.entries for weight in VOCABULARY.implied(slug).values())
    assert "vllm" not in VOCABULARY.implied("llm-inference")


def test_the_vocabulary_is_large_and_covers_many_fields() -> None:
    assert len(VOCABULARY.entries) >= 800
    assert {"nursing", "accounting", "welding", "child-care", "python", "cdl", "cooking"} <= set(VOCABULARY.entries)


def test_a_circle_of_implications_is_refused(tmp_path: Path) -> None:
    rows = [("a", "b"), ("b", "a")]
    text = "".join(
        f'[[skill]]\nslug = "{one}"\nname = "{one}x"\nkind = "tool"\nimplies = [["{two}", 0.9]]\n' for one, two in rows
    )
    path = tmp_path / "skills.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="circle"):
        Vocabulary.load(path)


def test_an_unknown_field_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "skills.toml"
    path.write_text('[[skill]]\nslug = "a"\nname = "A"\nkind = "tool"\ncolour = "red"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="colour"):
        Vocabulary.load(path)


def test_the_version_follows_the_content(tmp_path: Path) -> None:
    path = tmp_path / "skills.toml"
    path.write_text('[[skill]]\nslug = "a"\nname = "Abc"\nkind = "tool"\n', encoding="utf-8")
    first = Vocabulary.load(path).version
    path.write_text('[[skill]]\nslug = "a"\nname = "Abcd"\nkind = "tool"\n', encoding="utf-8")
    assert Vocabulary.load(path).version != first


def test_entries_are_plain_values() -> None:
    assert SkillEntry("a", "A", "tool", "x") == SkillEntry("a", "A", "tool", "x")


@pytest.mark.parametrize(("slug", "answer", "sentence"), SENTENCES)
def test_a_sentence_names_a_skill_or_means_something_else(slug: str, answer: str, sentence: str) -> None:
    assert slug in VOCABULARY.entries
    assert (slug in found(sentence)) is (answer == "yes")


def test_labels_count_in_texts_of_their_language_alone() -> None:
    assert "payroll" in [mention.slug for mention in VOCABULARY.find("Erfahrung in der Lohnbuchhaltung", "de")]
    assert "payroll" not in [mention.slug for mention in VOCABULARY.find("Experience in Lohnbuchhaltung")]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("- Sehr gute Deutschkenntnisse", "Deutsch"),
        ("- Gutes Englisch in Wort und Schrift", "Englisch"),
        ("- Führerschein der Klasse B", "Führerschein"),
        ("- Erfahrung mit Kubernetes", "Kubernetes"),
        ("- Erfahrung mit NodeJS", "Node.js"),
    ],
)
def test_a_tag_is_written_as_the_language_of_the_posting_writes_it(line: str, name: str) -> None:
    text = f"Fahrplanerin (m/w/d)\nTaubenschlag GmbH\nKöln\n\nDein Profil:\n{line}\n- Freude an der Arbeit im Team\n"
    assert name in [skill.name for skill in parse(text).skills]


def test_the_name_of_the_employer_names_no_skill() -> None:
    text = "Lens grinder\nSaltmarsh Optics\nHull\n\nSaltmarsh Optics grinds lenses for lighthouses.\n"
    assert [skill.name for skill in parse(text).skills] == []
    assert [skill.name for skill in parse(text + "We like optics.\n").skills] == ["Optics"]


@pytest.mark.parametrize(
    ("narrow", "broad"), [("mapreduce", "hadoop"), ("decision-trees", "random-forest"), ("mandarin", "chinese")]
)
def test_a_narrower_thing_is_a_skill_of_its_own_that_implies_the_broader_one(narrow: str, broad: str) -> None:
    assert VOCABULARY.implied(narrow)[broad] >= 0.8
    assert narrow not in VOCABULARY.implied(broad)
