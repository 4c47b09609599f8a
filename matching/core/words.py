"""Words of a text: folded, split, stemmed, and without the words that every posting uses."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# The looks around keep a run of Latin letters inside a word of mixed script from passing as a word of its own.
WORD = re.compile(r"(?<!\w)(?:[a-z0-9][a-z0-9+#]*(?:[.'&-][a-z0-9+#]+)*|\.net)(?![\w+#])")
_SUFFIXES = (
    "izations", "ization", "ations", "ation", "ements", "ement", "ments", "ment", "ances", "ance", "ences", "ence",
    "ities", "ings", "ions", "ants", "ents", "ists", "ers", "ors", "ity", "ing", "ion", "ant", "ent", "ist", "ive",
    "ies", "ied", "ial", "er", "or", "ed", "es", "al", "ly", "y", "s", "e",
)  # fmt: skip
_LEAST_STEM = 3

# Words that carry no subject: function words, and the wording that requirement lines share whatever they ask for.
_FUNCTION = """
    a about above across after all also am an and any are as at be been being below between both but by can
    cannot could did do does doing down during each either etc every few for from further had has have having he
    her here hers him his how i if in into is it its itself just least less like many may me might more most
    much must my near no nor not of off on once one only or other our ours out over own per plus same shall she
    should so some such than that the their theirs them then there these they this those through to too two
    three four five six seven eight nine ten under until up upon us using very via was we were what when where
    which while who whom whose why will with within without would you your yours e.g i.e eg ie
"""
FUNCTION_WORDS = frozenset(_FUNCTION.split())
_REQUIREMENT = """
    ability able abilities accredited additional appropriate asset background basic bonus candidate candidates
    capability capable comfort comfortable company competence competency competent considered current deep
    degree demonstrable demonstrate demonstrated desirable desired duties duty employee employees ensure
    ensuring essential excellent exceptional experience experienced experiences expert expertise extensive
    familiar familiarity good great hands-on highly ideal ideally including include includes job knowledge
    knowledgeable looking manner minimum musts need needed other perform performing plus position possess possesses
    practical prefer preferred preferably previous prior professional proficiency proficient proven
    qualification qualifications record related relevant require required requirement requirements requires
    responsible responsibility responsibilities role similar skill skilled skills solid strong strongly
    successful sound sustained take thorough timely track understand understanding understands use used uses various
    well willing willingness work worked working works year years yrs month months
"""
REQUIREMENT_WORDS = frozenset(_REQUIREMENT.split())


def fold(text: str) -> str:
    """Lower case, compatible characters made plain, accents off. Look-alike letters of other scripts stay foreign."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch)).lower().replace("’", "'")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A crude common form: manage, manager, managing and management agree. Words with digits or signs stay whole."""
    if not word.isalpha():
        return word
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _LEAST_STEM:
            word = word[: -len(suffix)]
            break
    if len(word) > _LEAST_STEM and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] if len(word) > _LEAST_STEM and word[-1] == "e" else word


def tokens(text: str) -> list[str]:
    """Folded words in order, hyphenated words also split into their parts; words of mixed script are left out."""
    folded_words: list[str] = []
    for match in WORD.finditer(fold(text)):
        word = match.group().rstrip(".'-&")
        if word.endswith("'s"):
            word = word[:-2]
        if "-" in word or "&" in word:
            folded_words.extend(part for part in re.split(r"[-&]", word) if part)
        elif word:
            folded_words.append(word)
    return folded_words


def content_stems(text: str) -> list[str]:
    """Stems that carry the subject of the text, in order, each once."""
    seen: dict[str, None] = {}
    for word in tokens(text):
        if word in FUNCTION_WORDS or word in REQUIREMENT_WORDS or (len(word) == 1 and word not in "cr"):
            continue
        if word.isdigit():
            continue
        seen.setdefault(stem(word))
    return list(seen)
