"""Which lines are headings, and what kind of section they open.

First an exact phrase table per language; then, only for lines shaped like a heading, cue words. "Preferred" cues are
tried before "required" ones because "required" occurs inside "not required".
"""

from __future__ import annotations

import re

from reading.folding import fold
from reading.posting.importance import wishes

PHRASES: dict[str, str] = {}


def _phrases(kind: str, names: str) -> None:
    PHRASES.update({name.strip(): kind for name in names.split(";") if name.strip()})


_phrases(
    "required",
    "the basics; basics; additional requirements; other requirements; required skills and qualifications; what you need for this"
    " position; requirements; job requirements; requirement; minimum requirements; basic requirements;"
    " qualifications; job"
    " qualifications"
    "; required qualifications; minimum qualifications; basic qualifications; key qualifications; your qualifications"
    "; qualifications and experience; qualifications & experience; education and experience; education/experience"
    "; experience and qualifications; skills and qualifications; skills & qualifications; qualifications and skills"
    "; qualifications & skills; skills and experience; skills & experience; experience and skills; required"
    " experience"
    "; required skills and experience; required skills and qualifications; skills and abilities; knowledge, skills"
    " and abilities"
    "; knowledge, skills & abilities; knowledge and skills; skills and requirements; requirements and skills;"
    " skills required"
    "; experience required; education; education requirements; experience; key skills; essential skills; essential"
    " criteria"
    "; essential; essential requirements; must haves; must have; must-haves; must-have; what you bring; what you'll"
    " bring"
    "; what you will bring; what you'll need; what you will need; what you need; what we need; what we're looking for"
    "; what we are looking for; what we look for; who we're looking for; who we are looking for; we are looking for"
    "; we're looking for; who you are; about you; you are; you have; you; your profile; profile; the ideal candidate"
    "; ideal candidate; ideal candidate profile; candidate profile; person specification; candidate requirements"
    "; the candidate; the successful candidate; the person; driver requirements; your background; your skills"
    "; your skills and experience; you bring; about your experience; technical skills; technical requirements; hard"
    " skills"
    "; soft skills; skills; professional skills; competencies; key competencies; core competencies; physical"
    " requirements"
    "; experience & qualifications; licenses and certifications; licensure; certifications; minimum requirement"
    "; education & experience; job specification; specific requirements; position requirements; what it takes;"
    " you'll have"
    "; what you should have; basic requirement; qualification; qualification requirements; minimum qualification"
    " requirements"
    "; skill requirements; desired candidate profile; eligibility; eligibility criteria; to be considered; to qualify"
    "; ihr profil; dein profil; anforderungen; anforderungsprofil; ihre qualifikationen; deine qualifikationen;"
    " qualifikationen"
    "; das bringst du mit; das bringen sie mit; was du mitbringst; was sie mitbringen; das solltest du mitbringen;"
    " wir erwarten"
    "; du bringst mit; sie bringen mit; voraussetzungen; votre profil; profil; profil recherché; compétences;"
    " compétences requises"
    "; qualifications requises; ce que nous recherchons; requisitos; tu perfil; perfil; lo que buscamos; perfil"
    " requerido"
    "; requisiti; il tuo profilo; profilo; requisitos obrigatórios; requisitos e qualificações; qualificações"
    "; o que buscamos; functie-eisen; jouw profiel; wat vragen wij; wat breng je mee; dit ben jij; 任职资格; 任职要求;"
    " 職位要求; 応募資格"
    "; wymagania; krav; kvalifikationer; din profil"
    "; selection criteria; key selection criteria; key criteria; what we ask; what we ask for; what we ask of "
    "you; we ask; what we expect; what we expect from you; we expect; our expectations; expectations; "
    "essential experience; essential qualifications; essential skills and experience; the essentials; "
    "essentials; mandatory; mandatory skills; mandatory requirements; minimum criteria; prerequisites; what we"
    " require; we require; you will need; you need; you'll need; you must have; you should have; what you "
    "should bring; your strengths; your experience; your competencies; must-have skills; must have skills; "
    "what matters to us; das wünschen wir uns; was wir uns wünschen; wir wünschen uns; das erwarten wir; was "
    "wir erwarten; damit überzeugst du uns; damit überzeugen sie uns; das brauchst du; das bringst du mit; "
    "dein hintergrund; le profil; ton profil; ce que vous apportez; vous apportez; ce que nous demandons; nous"
    " demandons; prérequis; qualités requises; vos compétences; vos atouts; exigences; qué pedimos; pedimos; "
    "lo que pedimos; imprescindible; requisitos mínimos; requisitos imprescindibles; qué necesitas; tu "
    "experiencia; conocimientos; cosa chiediamo; chiediamo; cosa cerchiamo; chi cerchiamo; requisiti "
    "richiesti; requisiti minimi; competenze richieste; competenze; le tue competenze; il profilo; wat we "
    "vragen; wat wij vragen; wij vragen; dit vragen we; dit vragen wij; wat vragen we; wie ben jij; wie zoeken"
    " we; dit breng je mee; wat neem je mee; wat je meebrengt; je profiel; profiel"
    "; descrição comportamental; perfil comportamental; perfil desejado; procuramos uma pessoa que; procuramos"
    "; requisitos e experiência; pré-requisitos; requisitos da vaga; o que esperamos de você; o que você precisa ter"
    "; conhecimentos necessários; competências; requisitos necessários; qué esperamos de ti; lo que necesitas; requerimientos"
    "; requisitos del puesto; conocimientos requeridos; experiencia requerida; qui êtes-vous; qui es-tu; profil souhaité"
    "; votre profil et compétences; ce que nous attendons; dein profil als; was du mitbringen solltest; dein skillset"
    "; qualified candidates must possess; candidates must possess; must possess; person specification; the right candidate"
    "; special skill requirement; special skill requirements; experience requirements; minimum job requirements"
    "; required knowledge, skills and abilities; required knowledge; knowledge; abilities; knowledge & skills"
    "; knowledge/experience/qualifications; education/experience/skills; skills/qualifications; skills/experience"
    "; professional requirements; job qualifications and requirements; basic requirements; position qualifications"
    "; your knowledge, skills and experience; knowledge, skills and experience; skills, knowledge and experience",
)
_phrases(
    "preferred",
    "desired skills and experience; desired skills & experience; preferred skills and qualifications; preferred"
    " qualifications and skills"
    "; preferred experience and skills; preferred qualifications and experience; nice to haves; nice to have;"
    " nice-to-have; nice-to-haves; preferred qualifications; preferred; preferred skills"
    "; preferred experience; preferred requirements; preferred skills and experience; bonus points; bonus; bonus"
    " skills; pluses"
    "; plus; a plus; desirable; desirable skills; desirable criteria; desired skills; desired qualifications; desired"
    "; desired experience; additional qualifications; ideally; ideally you have; extra credit; brownie points; good"
    " to have"
    "; would be a plus; would be nice; it would be great if; bonus if you have; bonus points if; preferred"
    " education; strong plus"
    "; preferences; preferred qualification; advantageous; nice extras; what would be nice; added advantage"
    "; wünschenswert; von vorteil; idealerweise; das wäre ein plus; nice-to-have kenntnisse; un plus; les plus;"
    " atouts; souhaité"
    "; deseable; se valora; valorable; diferenciais; desejável; desejáveis; preferibile; gradito; pré; mile widziane"
    "; highly regarded; assets; asset; an asset; considered an asset; what would be an asset; we'd love if; "
    "we'd love it if; we would love if; we would love it if; we'd also love; even better; even better if; even"
    " better if you have; great to have; would be great; it helps if; it would help if; it would help if you; "
    "helpful; helpful extras; extras; also welcome; welcome; optional; not essential; not required; what will "
    "set you apart; what sets you apart; what would set you apart; to stand out; stand out; desirable "
    "experience; desirable qualifications; desirable skills and experience; desirable requirements; preferred "
    "criteria; preferred attributes; advantages; added value; icing on the cake; cherry on top; pluspunkte; "
    "schön wäre; schön wäre auch; gern gesehen; gerne gesehen; wünschenswerte kenntnisse; das wäre schön; "
    "darüber freuen wir uns; ein plus; atouts appréciés; serait un plus; ce serait un plus; appréciés; "
    "apprécié; bonus appréciés; requisitos deseables; se valorará; valoramos; valoraremos; valorable; un plus "
    "será; requisiti preferenziali; titoli preferenziali; titolo preferenziale; costituisce titolo "
    "preferenziale; sarà un plus; gradito; graditi; requisiti graditi; pluspunten; een pre; een plus; mooi "
    "meegenomen; leuk als je; fijn als je; strongly preferred; highly preferred; highly desirable; nice-to-have skills"
    "; conhecimentos desejáveis; requisitos desejáveis; será um diferencial; seria um diferencial; diferencial; se valora"
    " positivamente; valoramos positivamente; plus si; sumará; suma puntos; serían un plus; bonus si",
)
_phrases(
    "responsibilities",
    "what you will be doing; responsibilities; job responsibilities; key responsibilities; main responsibilities;"
    " your responsibilities;"
    " duties"
    "; primary responsibilities; roles and responsibilities; role and responsibilities; roles & responsibilities"
    "; duties and responsibilities; essential duties and responsibilities; essential duties; job duties; key"
    " duties; main duties"
    "; essential functions; essential job functions; job functions; principal duties; responsibilities and duties"
    "; duties & responsibilities; essential duties & responsibilities; what you'll do; what you will do; what"
    " you'll be doing"
    "; what you will be doing; what you do; what you'll work on; your impact; the impact you'll have; what you'll own"
    "; your role; the role; the position; role overview; day to day; day-to-day; a day in the life; your day to day"
    "; your mission; the mission; missions; key accountabilities; accountabilities; tasks; your tasks; key tasks;"
    " main tasks"
    "; in this role, you will; in this role you will; you will; you'll; scope of work; key responsibilities include"
    "; responsibilities include; duties include; your duties; specific duties; job duties include; job role;"
    " functions"
    "; major responsibilities; areas of responsibility; primary duties; what you'll achieve; position"
    " responsibilities"
    "; job responsibilities include; core responsibilities; specific responsibilities; major duties; general duties"
    "; responsibilities will include; duties will include; role responsibilities; project details; how you'll"
    " contribute"
    "; ihre aufgaben; deine aufgaben; aufgaben; aufgabengebiet; das erwartet dich; was dich erwartet; tätigkeiten"
    "; deine mission; das machst du; ihre tätigkeiten; das sind deine aufgaben; vos missions; tes missions;"
    " responsabilités"
    "; votre mission; missions principales; responsabilidades; funciones; tus funciones; tareas; atividades;"
    " atribuições"
    "; principais atividades; responsabilidades e atribuições; responsabilità; mansioni; attività; taken; jouw taken"
    "; wat ga je doen; werkzaamheden; verantwoordelijkheden"
    "; 岗位职责; 工作职责; 仕事内容; obowiązki; zakres obowiązków"
    "; qué harás; tus responsabilidades; tus tareas; lo que harás; cosa farai; di cosa ti occuperai; le tue "
    "responsabilità; compiti; i tuoi compiti; le tue attività; wat ga jij doen; dit ga je doen; je taken; wat "
    "je gaat doen; jouw werkzaamheden; vos responsabilités; ce que vous ferez; tes responsabilités; das wirst "
    "du tun; das machen sie; dein aufgabenbereich; other responsibilities"
    "; additional responsibilities; other duties; additional duties; supervisory responsibilities; project responsibilities"
    "; daily responsibilities; daily duties",
)
_phrases(
    "benefits",
    "benefits; perks; our perks; perks and benefits; perks & benefits; benefits and perks; benefits & perks; our"
    " benefits"
    "; what we offer; we offer; what we provide; what's in it for you; what's on offer; in return; why join us; why"
    " join"
    "; why work with us; why work for us; why you'll love working here; what you'll get; what you get; what you"
    " will get"
    "; you'll get; the perks; employee benefits; company benefits; benefits include; benefits package; benefits"
    " summary"
    "; our offer; the offer; we offer you; your benefits; rewards; rewards and benefits; total rewards; what you"
    " can expect"
    "; some of our benefits; perks include; why us; package; job benefits; additional benefits; other benefits"
    "; wir bieten; das bieten wir; was wir bieten; unser angebot; deine vorteile; ihre vorteile; wir bieten dir;"
    " das erwartet sie"
    "; das bieten wir dir; was wir dir bieten; nous offrons; ce que nous offrons; avantages; nos avantages;"
    " ofrecemos; qué ofrecemos"
    "; beneficios; benefícios; oferecemos; o que oferecemos; offriamo; cosa offriamo; wij bieden; wat bieden wij;"
    " ons aanbod"
    "; 福利待遇; 待遇; oferujemy"
    "; te ofrecemos; lo que ofrecemos; cosa ti offriamo; ti offriamo; wat we bieden; wat bieden we; dit bieden"
    " we; dit bieden wij; dit krijg je; wat krijg je; ce que nous vous offrons; nous vous offrons; nous "
    "proposons; ce que nous proposons; unsere leistungen; das bekommst du; freu dich auf"
    "; what we can do for you; what we will do for you; what do we offer; what can we offer; what can we offer you"
    "; reasons to join us; ten reasons to join us; why choose us; why you should join us; why you should join; what you get"
    " from us; what you'll gain; benefits offered; benefits and compensation; your benefits package; employee perks; what we"
    " offer you; benefits to you; compensation and perks; por qué elegirnos; nuestros beneficios; o que te oferecemos"
    "; nossos benefícios; vantagens; benefícios oferecidos",
)
_phrases(
    "compensation",
    "compensation; salary; pay; salary range; pay range; compensation range; base salary; annual base salary range;"
    " base pay"
    "; base pay range; pay transparency; compensation and benefits; compensation & benefits; salary and benefits;"
    " pay rate"
    "; compensation details; rate; remuneration; salary & benefits; gehalt; vergütung; rémunération; salario;"
    " remuneración"
    "; remuneração; salaire; retribuzione",
)
_phrases(
    "about",
    "about us; about; who we are; our mission; company description; company overview; company profile; about the"
    " company"
    "; our company; the company; our story; what we do; company; employer overview; about our company;"
    " introduction; intro"
    "; why we exist; our vision; über uns; wir über uns; wer wir sind; das sind wir; qui sommes-nous; à propos;"
    " l'entreprise"
    "; sobre nosotros; quiénes somos; quem somos; sobre nós; sobre a empresa; chi siamo; over ons; wie zijn wij;"
    " 公司简介",
)
_phrases(
    "summary",
    "summary; job summary; position summary; role summary; overview; position overview; job overview; about the role"
    "; about the job; about this role; the opportunity; opportunity; about the position; the job; purpose; job"
    " purpose"
    "; position purpose; purpose of the role; role purpose; description; role description; position description;"
    " general summary"
    "; objective; primary objective; about the team; the team; our team; your team; team; department;"
    " stellenbeschreibung"
    "; le poste; description du poste; descripción; descripción del puesto; descrição; descrição da vaga;"
    " descrizione",
)
_phrases(
    "wrapper", "job description; full job description; the full description; job details; position details; details"
)
_phrases(
    "skills",
    "required skills; skill tags; tags; tech stack; our stack; our tech stack; technologies; tools;"
    " keywords; tools and infrastructure"
    "; tools & technologies; tools and technologies; technologies we use; tools we use; our tools; our"
    " technologies; technology stack; stack"
    "; the stack; technology; our technology; what we use; technical stack; technical environment; environment"
    " technique; technologien",
)
_phrases(
    "culture",
    "our culture; culture; our values; values; culture and values; life at the company; how we work; unsere werte",
)
_phrases(
    "application",
    "how to apply; to apply; application; application process; applying; apply; application instructions; next"
    " steps; contact"
    "; contact information; contact us; apply now; interested; bewerbung; so bewirbst du dich; kontakt; candidature"
    "; cómo aplicar; interessado; solliciteren; what you'll need to apply; application materials; please submit",
)
_phrases(
    "process",
    "interview process; hiring process; our hiring process; selection process; recruitment process; the process",
)
_phrases(
    "legal",
    "equal opportunity; equal opportunity employer; equal employment opportunity; eeo statement; eeo; diversity;"
    " disclaimer"
    "; diversity and inclusion; diversity & inclusion; accommodations; reasonable accommodation; privacy; privacy"
    " notice; legal"
    "; our commitment; inclusion; data protection; itar requirements; export control; agency notice; note to"
    " recruiters; notice"
    "; our commitment to inclusion & belonging; applicant privacy; accommodation; equal opportunities; notices",
)
_phrases(
    "logistics",
    "location; locations; work location; start date; visa; travel; schedule; hours; work schedule; working hours;"
    " shift; logistics"
    "; internship start date; work environment; working conditions; physical demands; work authorization; visa"
    " sponsorship"
    "; travel requirements; job type; employment type; contract; contract type; duration; hours of work; shift"
    " details; relocation"
    "; additional information; work hours; term; terms; standort; arbeitsort; lieu;"
    " ubicación; lugar",
)
_phrases(
    "other",
    "other; things you should know; other information; more information; good to know; additional details; note;"
    " notes"
    "; please note; important; other details; further information; sonstiges; miscellaneous",
)

CUES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("preferred", r"\bplus(?:es)?\b|bonus (?:points|if|skills|qualif)|stand out|extra points|icing"),
        ("application", r"^how to apply|to apply\b|^application (?:process|instr|deadline)|^interested\?|^contact"),
        ("process", r"interview(?:ing)? process|hiring process|selection process|recruitment process|what to expect"),
        ("responsibilities", r"you(?:'ll| will) (?:do|be doing|work|own|build|get to|achieve|be responsible"
                             r"|contribute|drive|take)"
                             r"|responsib|\bimpact\b|\bduties\b|day[- ]to[- ]day|accountabilit|role(?:,)? you(?:'ll"
                             r"| will)|essential functions"
                             r"|^(?:in|as|on) .{0,60}you(?:'ll| will)\b|job functions|^what .{0,20}(?:do|doing)$"
                             r"|\btasks\b|aufgaben|missions|job duties"
                             r"|tätigkeiten|responsabil|funciones|werkzaamheden|specific duties|role involves"
                             r"|in charge of|responsible for|you will:?$|you'll:?$"),
        ("compensation", r"\bsalary\b|\bpay\b|compensation|remuneration|\bgehalt\b|base pay"),
        ("required", r"requir|qualif|\bbring\b|\bneed(?:ed)?\b|looking for|look for|who you are|you(?:'ve| have)\b"
                     r"|\bprofile?\b|\bmust\b"
                     r"|you are|you're|thrive|success(?:ful)? (?:in|candidate)|ideal candidate|candidate|good fit"
                     r"|great fit|excel in"
                     r"|\bskills\b|experience|hear from you|anforderung|kenntnisse|mitbring|requisit|wymagania"
                     r"|competenc|about you|education"
                     r"|essential criteria|knowledge|abilities|you might be|eligib|right for you|fit if"),
        ("benefits", r"what we (?:can |will )?do for you|\boffer|benefit|\bperks?\b|why (?:join|work|us|you'll love)|in it for you|you(?:'ll"
                     r"| will) (?:get|receive|enjoy|learn|gain)|rewards"
                     r"|wir bieten|vorteile|avantages|^why\b"),
        ("about", r"^about (?!(?:the|this) (?:role|job|position|team|opportunity))|who we are|our mission|our story"
                  r"|the company|what we do|^what is "),
        ("summary", r"^about (?:the|this)|summary|overview|the (?:role|opportunity|position|job|team)\b"
                    r"|^description|purpose"),
        ("culture", r"culture|our values|our vision|how we work|what we believe|life at"),
        ("legal", r"equal (?:employment )?opportunit|accommodat|privacy|\beeo\b|diversity|inclusion|disclaimer"
                  r"|export control|itar"),
        ("logistics", r"location|\bvisa\b|travel|start date|schedule|working hours|\bshift\b|work environment"
                      r"|physical demands|conditions|hours"),
        ("other", r"\bother\b|\bknow\b|additional|information|\bnote\b"),
    )
)  # fmt: skip

AT_COMPANY = re.compile(r" (?:at|for|as) (?!least\b)\S+(?: \S+){0,2}$")
TRIM = " \t:*_#–—-•·.>|\u00a0"
MAX_HEADING = 70
MAX_COLON_HEADING = 110


def exact_kind(text: str) -> str | None:
    """The section kind of a line that is nothing but a known heading."""
    if len(text) > MAX_COLON_HEADING:
        return None
    key = _key(text)
    kind = PHRASES.get(key)
    if kind is None and "(" in key:
        kind = PHRASES.get(key[: key.index("(")].strip())
    if kind is None:
        tail = AT_COMPANY.search(key)
        kind = PHRASES.get(key[: tail.start()]) if tail else None
    if kind is None and key.startswith("the "):
        kind = PHRASES.get(key.removeprefix("the "))
    return kind


def cue_kind(text: str) -> str | None:
    """The section kind that cue words suggest for a line already known to be shaped like a heading."""
    key = _key(text)
    if wishes(key):
        return "preferred"
    for kind, pattern in CUES:
        if pattern.search(key):
            return kind
    return None


SURE_OPENING = re.compile(
    r"(?:why (?:you(?:'ll| will| would)? (?:love|enjoy|want|like|should)|join|work)|about (?:us|you|the (?:role|job|team|company|position|opportunity))\b"
    r"|what (?:you(?:'ll| will| bring| need| get)|we(?:'re| are| offer| look)|makes you|it takes)|who (?:you|we) are|a (?:little|bit) (?:bit )?about"
    r"|your (?:profile|role|responsibilities|impact|qualifications|experience)|(?:nice|good)[- ]to[- ]have|must[- ]have|(?:minimum|preferred|required|basic|desired) (?:qualifications|requirements|skills|experience))\b"
)
MOST_WORDS = 9


def opens_section(text: str) -> bool:
    """Whether a line of a few words can only be a heading, with or without a list below: "Why you will love it here"."""
    stripped = text.strip()
    if (
        len(stripped) > MAX_HEADING
        or len(stripped.split()) > MOST_WORDS
        or (stripped[-1:] in ".,;!" and not stripped.endswith("..."))
    ):
        return False
    return SURE_OPENING.match(_key(stripped)) is not None and cue_kind(stripped) is not None


def _key(text: str) -> str:
    return " ".join(fold(text).strip(TRIM + "!?").split())


def is_heading_shaped(text: str, *, list_follows: bool) -> bool:
    """Short, no sentence: ends in a colon, or a list follows, or it is written in capitals."""
    stripped = text.strip()
    if stripped.endswith((":", ":*", ":**")):
        return len(stripped) <= MAX_COLON_HEADING and ". " not in stripped
    if len(stripped) > MAX_HEADING or stripped[-1:] in ".;,!" or any(character.isdigit() for character in stripped[:1]):
        return False
    if "$" in stripped or "€" in stripped or "£" in stripped or "@" in stripped:
        return False
    letters = [character for character in stripped if character.isalpha()]
    capitals = len(letters) >= 4 and all(character.isupper() for character in letters)
    return list_follows or capitals
