"""Words are cut by the language of the posting, and found under every spelling that people use."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Organization
from postings import services
from postings.models import JobPosting
from postings.search import index, suggesting, updating
from postings.search.query import SearchQuery, read_place
from postings.search.words import cut, forms_of, index_words, stemming_language
from tests.pages import words_of


@pytest.fixture
def find(organization: Organization) -> Callable[..., set[str]]:
    """Put postings on the board, by title and (language, text), and ask for words."""
    services.load_skills()

    def run(q: str, **postings: tuple[str, str]) -> set[str]:
        JobPosting.objects.all().delete()
        JobPosting.objects.bulk_create(
            JobPosting(
                hiring_organization=organization, title=title, slug=title, description_text=text, in_language=language,
                status="published", first_seen_at=timezone.now(),
            )
            for title, (language, text) in postings.items()
        )  # fmt: skip
        updating.rebuild()
        ids = index.search(SearchQuery(q=q, sort="relevance")).ids
        return set(JobPosting.objects.filter(pk__in=ids).values_list("title", flat=True))

    return run


@pytest.mark.parametrize("asked", ["Köln", "Koeln", "Koln", "koeln", "KÖLN"])
@pytest.mark.parametrize(
    ("language", "written"), [("de", "Köln"), ("de", "Koeln"), ("de", "Koln"), ("en", "Köln"), ("fr", "Köln")]
)
def test_umlauts_are_found_however_they_are_written(
    find: Callable[..., set[str]], asked: str, language: str, written: str
) -> None:
    assert find(asked, there=(language, f"Halle {written}"), elsewhere=(language, "Halle Bonn")) == {"there"}


@pytest.mark.parametrize(
    ("q", "language", "written"),
    [
        ("Entwicklerin", "de", "Wir suchen Entwickler."),
        ("Häuser", "de", "Ein Haeuschen und ein Haus."),
        ("programación", "es", "Experiencia en programacion."),
        ("programacion", "es", "Experiencia en programación."),
        ("développeurs", "fr", "Un developpeur."),
        ("ontwikkelaars", "nl", "Een ontwikkelaar."),
        ("engineers", "en", "One engineer."),
        ("engineers", "", "One engineer."),
        ("inżynier", "pl", "Inzynier i inżynier"),
    ],
)
def test_words_are_found_in_the_language_of_the_posting(
    find: Callable[..., set[str]], q: str, language: str, written: str
) -> None:
    assert find(q, there=(language, written), elsewhere=("en", "Nothing of the kind.")) == {"there"}


@pytest.mark.parametrize(
    ("q", "written"),
    [
        ("node js", "We write Node.js."),
        ("node.js", "We write node js."),
        ("nodejs", "We write Node.js."),
        ("asp net", "We write ASP.NET."),
        ("asp.net core", "We write ASP.NET Core."),
        ("dot net", "We write .NET."),
        (".net", "We write .NET."),
        ("net", "We write .NET."),
        ("js", "We write JavaScript."),
        ("c++", "We write C++."),
        ("fullstack", "A full-stack team."),
        ("full-stack", "A fullstack team."),
        ("e-mail", "We answer emails."),
        ("swe", "A software engineer."),
        ("k8s", "We run Kubernetes."),
    ],
)
def test_spellings_of_one_thing_find_each_other(find: Callable[..., set[str]], q: str, written: str) -> None:
    assert find(q, there=("en", written), elsewhere=("en", "We bake bread.")) == {"there"}


@pytest.mark.parametrize(
    ("q", "written"),
    [
        ("c++", "We write C and C#."),
        (".net", "A safety net for all."),
        ("shoe", "Sho is a name."),
        ('"node developer"', "A developer of node."),
        ("java", "We write JavaScript."),
    ],
)
def test_what_only_looks_alike_is_not_found(find: Callable[..., set[str]], q: str, written: str) -> None:
    assert find(q, other=("en", written)) == set()


def test_a_stem_of_another_language_finds_nothing(find: Callable[..., set[str]]) -> None:
    """German strips the ending of "marker"; English keeps it apart from "mark"."""
    assert "mark" in cut("marker", "de")
    assert find("marker", english=("en", "The mark of a line."), german=("de", "Der Marker.")) == {"german"}


def test_a_language_we_have_no_stems_for_is_not_stemmed() -> None:
    assert (stemming_language("pl"), stemming_language(""), stemming_language("de-AT")) == ("-", "en", "de")
    assert cut("engineers", "-") == ["engineers"]


def test_a_language_that_is_not_in_the_index_is_not_asked() -> None:
    assert [form.languages for form in forms_of("engineers", ("en",))] == [None]
    assert len(forms_of("python", ("de", "en", "fr"))) == 1


def test_the_stream_of_words_stays_whole() -> None:
    words = index_words("Senior Node.js developer, full-stack, in Köln", "en").split()
    assert words[:8] == ["senior", "node", "js", "develop", "full", "stack", "in", "koln"]
    assert set(words[8:]) == {"fullstack", "koeln"}


@pytest.mark.parametrize(
    ("text", "keys", "remote"),
    [
        ("remote", (), True),
        ("Remote, US", ("country:US",), True),
        ("remote in Germany", ("country:DE",), True),
        ("work from home", (), True),
        ("Europe", ("continent:EU",), False),
        ("Hamburg (remote)", ("id:2911298",), True),
        ("uk", ("country:GB",), False),
        ("Nowhere-on-Sea", (), False),
    ],
)
def test_places_that_are_no_city_are_understood(text: str, keys: tuple[str, ...], remote: bool) -> None:
    place = read_place(text)
    assert (place.keys, place.is_remote) == (keys, remote)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("pyhton", "python"), ("pyton", "python"), ("kuberentes", "kubernetes"), ("nurce -night", "nurse -night")],
)
def test_a_slip_of_the_keyboard_is_told_and_never_put_right_silently(
    find: Callable[..., set[str]], typed: str, meant: str
) -> None:
    found = find(typed, Python=("en", "Python"), Kubernetes=("en", "Kubernetes"), Nurse=("en", "Nurse"))
    assert found == set()
    assert suggesting.correct(SearchQuery(q=typed)) == meant
    assert f"Did you mean {meant} ?" in words_of(Client().get("/jobs/", {"q": typed}).content.decode())


@pytest.mark.parametrize("typed", ["python", "xqzzvw", "go", "-pyhton", '"', "pyhton xqzzvw"])
def test_what_is_right_or_far_from_everything_is_left_alone(find: Callable[..., set[str]], typed: str) -> None:
    find(typed, Python=("en", "Python"))
    assert suggesting.correct(SearchQuery(q=typed)) == ""


def test_a_correction_is_one_that_finds_something_under_the_other_filters(find: Callable[..., set[str]]) -> None:
    find("pyhton", Python=("en", "Python"))
    assert suggesting.correct(SearchQuery(q="pyhton", visa=("YES",))) == ""


@pytest.mark.parametrize(
    ("a", "b", "slips"), [("python", "pyhton", 1), ("java", "jva", 1), ("abc", "abc", 0), ("abcd", "wxyz", 3)]
)
def test_slips_are_counted_up_to_a_limit(a: str, b: str, slips: int) -> None:
    assert suggesting.slips_between(a, b, 2) == slips
