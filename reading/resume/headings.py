"""The words resumes put over their sections, in English, German, Spanish and French."""

import re
from typing import Final

from reading.folding import plain
from reading.resume.facts import SectionKind
from reading.word_sets import word_set

# Whole headings whose words alone would mislead.
_PHRASES: Final[dict[SectionKind, str]] = {
    "summary": (
        "about me|about|profile|executive profile|professional profile|personal profile|personal statement|"
        "objective|"
        "career overview|overview|uber mich|kurzprofil|profil|perfil|sobre mi|a propos|professional "
        "background|who i am|"
        "resumen|extracto|zusammenfassung|perfil profesional|profil professionnel|accroche|career focus|"
        "career summary"
    ),
    "experience": (
        "work|career|career history|employment|experience|work history|employment history|employment record|"
        "positions held|"
        "berufserfahrung|beruflicher werdegang|berufspraxis|werdegang|berufliche laufbahn|berufliche erfahrung|"
        "praktische erfahrung|experiencia|experiencia laboral|experiencia profesional|trayectoria profesional|"
        "experience professionnelle|experiences professionnelles|experiences|parcours professionnel|emplois|"
        "praktika|"
        "internships|internship|work background|employment background|professional career|professional "
        "history|work exposure|industrial experience|beschaftigung|arbeitserfahrung"
    ),
    "education": (
        "academic profile|academic background|academics|academic qualification|academic qualifications|education|"
        "educational qualification|educational qualifications|educational background|studies|schooling|"
        "scholastics|"
        "ausbildung|bildung|bildungsweg|schulbildung|studium|schulische ausbildung|akademische ausbildung|"
        "bildungsgang|"
        "ausbildung und studium|schule und ausbildung|schule|educacion|formacion|formacion academica|estudios|"
        "formation|formations|etudes|diplomes|formation et diplomes|parcours scolaire|cursus|education and "
        "training|"
        "education details|qualification details|scholarly chronicle|academic credentials|academia|academic "
        "history"
    ),
    "skills": (
        "skills|skill|technical skills|key skills|core skills|it skills|computer skills|soft skills|hard skills|"
        "professional skills|skill set|skillset|qualifications|summary of qualifications|"
        "highlights of qualifications|highlights|key highlights|"
        "strengths|"
        "core strengths|areas of expertise|expertise|core competencies|competencies|tools|tech stack|"
        "technologies|"
        "technical proficiency|technical proficiencies|technical expertise|technical summary|personal "
        "qualities|stack|"
        "technical qualifications|proficiencies|capabilities|areas of strength|specialties|specialities|what "
        "i can do|"
        "kenntnisse|fahigkeiten|kompetenzen|it kenntnisse|edv kenntnisse|fachkenntnisse|kenntnisse und "
        "fahigkeiten|"
        "besondere kenntnisse|habilidades|competencias|conocimientos|aptitudes|competences|competences "
        "techniques|"
        "savoir faire|savoir etre|qualites|atouts|informatique|conocimientos informaticos|core qualifications|"
        "qualities|"
        "programming|programming languages|technical tools|software|starken|computer proficiency|it proficiency"
    ),
    "languages": (
        "languages|language|spoken languages|language proficiency|languages known|foreign languages|language "
        "skills|"
        "sprachen|sprachkenntnisse|fremdsprachen|idiomas|lenguas|langues|langues etrangeres|linguistic skills|"
        "known languages"
    ),
    "certifications": (
        "certifications|certification|certificates|certificate|licenses|licences|license|licenses and "
        "certifications|"
        "licences and certifications|certifications and licenses|professional certifications|other qualification|"
        "other qualifications|courses|training|trainings|trainings attended|professional training|"
        "professional development|"
        "zertifikate|weiterbildung|weiterbildungen|fortbildung|fortbildungen|fuhrerschein|certificaciones|"
        "certificados|"
        "cursos|permisos|certificats|permis|habilitations|formations complementaires|accreditations|credentials|"
        "online courses|additional training|continuing education|courses and certifications|certificates and "
        "courses|"
        "lizenzen|formacion complementaria|relevant coursework|coursework|training and certifications"
    ),
    "projects": (
        "projects|project|academic projects|personal projects|key projects|side projects|selected projects|"
        "projekte|"
        "proyectos|projets|project experience|project details|projects undertaken|portfolio|open source|live "
        "projects"
    ),
    "awards": (
        "awards|honors|honours|achievements|accomplishments|awards and honors|awards and achievements|key "
        "achievements|"
        "activities and awards|honors and awards|major attainments|scholarships|recognition|auszeichnungen|"
        "preise|"
        "erfolge|premios|logros|reconocimientos|distinctions|prix|recompenses|career achievements|select "
        "accomplishments"
    ),
    "publications": (
        "publications|publication|talks|papers|conferences|publications and teaching|patents|publikationen|"
        "vortrage|"
        "veroffentlichungen|publicaciones|conferencias|presentations|publications and talks|research papers"
    ),
    "interests": (
        "interests|hobbies|hobbies and interests|interests and hobbies|personal interests|interessen|freizeit|"
        "hobbys|intereses|aficiones|loisirs|centres d'interet|centres d interet|interets|hobby"
    ),
    "contact": (
        "contact|contacts|contact details|contact me|contact info|contact information|kontakt|kontaktdaten|"
        "contacto|"
        "datos de contacto|coordonnees|get in touch|reach me|social|links|find me online|address"
    ),
    "other": (
        "personal information|personal details|additional information|other information|personal data|"
        "personal vitae|"
        "personal dossier|personliche daten|personliche angaben|datos personales|informations personnelles|"
        "etat civil|"
        "references|referees|referenzen|referencias|affiliations|professional affiliations|memberships|"
        "membership|"
        "volunteering|volunteer experience|volunteer work|volunteer|community service|ehrenamt|engagement|"
        "voluntariado|"
        "benevolat|military|military service|military experience|extra curricular activities|extracurricular "
        "activities|"
        "extra curriculars|extracurriculars|activities|other activities|declaration|miscellaneous|other|"
        "sonstiges|varios|"
        "divers|informacion adicional|otros datos|leadership|co curricular activities|extra curricular|work "
        "authorization|"
        "personal|additional|more about me|availability|community involvement|zusatzliche informationen|"
        "informations"
    ),
}
_EXACT: Final = {phrase: kind for kind, phrases in _PHRASES.items() for phrase in phrases.split("|")}

_CORE: Final[dict[str, SectionKind]] = {
    "skills": "skills", "skill": "skills", "skillset": "skills", "competencies": "skills", "competences": "skills",
    "kenntnisse": "skills", "technologies": "skills", "strengths": "skills", "expertise": "skills",
    "abilities": "skills",
    "experience": "experience", "experiences": "experience", "employment": "experience", "internships": "experience",
    "erfahrung": "experience", "experiencia": "experience",
    "education": "education", "academics": "education", "studies": "education", "educational": "education",
    "certifications": "certifications", "certificates": "certifications", "licenses": "certifications",
    "licences": "certifications", "courses": "certifications", "certification": "certifications",
    "publications": "publications", "projects": "projects", "awards": "awards", "honors": "awards",
    "achievements": "awards", "accomplishments": "awards", "languages": "languages", "interests": "interests",
    "hobbies": "interests", "summary": "summary", "objective": "summary", "profile": "summary",
}  # fmt: skip
_RANK: Final[tuple[SectionKind, ...]] = (
    "education", "experience", "skills", "languages", "certifications", "publications", "projects", "awards",
    "interests", "summary",
)  # fmt: skip
_MODIFIERS: Final = word_set(
    """
    professional work working career key core technical personal relevant additional other selected academic and of
    my summary highlights history background qualifications qualification training executive computer it soft hard
    interpersonal business management industry related major main general special specific research teaching
    clinical leadership language programming software tools details information statement areas area community
    recent previous prior full time legal sales customer nursing medical design creative digital marketing
    analytical transferable the knowledge proficiency proficient activities areas employment & software / in as
    """
)
_NOT_LETTERS: Final = re.compile(r"[^a-z'/ ]+")
_LONGEST: Final = 48
_INLINE: Final = re.compile(r"^([^\W\d_][^:\t]{2,40}?)\s*(?::|\t)\s*(\S.*)$")
_RUN_IN: Final = re.compile(r"^([A-Z]{4,}(?: (?:& |AND )?[A-Z]{4,}){0,2}) (?=\S*[a-z])")
_INLINE_KINDS: Final = frozenset(
    {"skills", "languages", "certifications", "interests", "education", "awards", "summary", "experience"}
)


def heading_kind(line: str) -> SectionKind | None:
    """The section a line opens when it is nothing but a heading, else None."""
    if not line or len(line) > _LONGEST or line.startswith("•") or line.endswith((".", ",", ";")):
        return None
    phrase = _phrase(line)
    if not phrase:
        return None
    if phrase in _EXACT:
        # "experience" in running text begins small; a heading does not.
        return _EXACT[phrase] if not line[0].islower() else None
    words = phrase.split()
    if len(words) > 5 or line[0].islower():
        return None
    kinds = {_CORE[word] for word in words if word in _CORE}
    if not kinds or not all(word in _CORE or word in _MODIFIERS for word in words):
        return None
    return next((kind for kind in _RANK if kind in kinds), None)


def run_in_heading(line: str) -> tuple[SectionKind, str] | None:
    """Kind and heading of "EDUCATION Hill College": capitals that run into ordinary text."""
    match = _RUN_IN.match(line)
    if match is None or line.isupper():
        return None
    kind = _EXACT.get(_phrase(match.group(1)))
    return (kind, match.group(1)) if kind is not None else None


def inline_heading(line: str) -> tuple[SectionKind, str] | None:
    """Kind and label of "Languages: English, German"; only whole headings count as labels."""
    match = _INLINE.match(line)
    if match is None:
        return None
    kind = _EXACT.get(_phrase(match.group(1)))
    return (kind, match.group(1)) if kind in _INLINE_KINDS else None


def _phrase(line: str) -> str:
    folded = plain(line).replace("&", " and ").replace("-", " ")
    return " ".join(_NOT_LETTERS.sub(" ", folded).split())
