"""Words that begin a clause of a job posting: the verbs of duties, and the words by which something is asked.

Postings lose their line breaks ("...in English Prepare monthly reports Strong Excel skills"). Where such a word stands
capitalised behind a lower-case one, a clause begins.
"""

from __future__ import annotations

from reading.word_sets import word_set

# Verbs that name a duty. Their -ing and -s forms are made below.
VERBS = word_set(
    """
    achieve act adapt address adhere adjust administer advise advocate aid align allocate analyse analyze
    answer apply appraise approve arrange assemble assess assign assist attain attend audit author automate
    balance book brainstorm build calculate calibrate capture carry champion clean close co-ordinate coach
    collaborate collate collect communicate compare compile complete comply compose compute conceptualize
    conduct configure construct consult contact contribute control convert coordinate counsel create cultivate
    debug define delegate deliver demonstrate deploy design detect determine develop devise diagnose direct
    discuss dispense distribute document draft drive edit educate enable encourage enforce engage enhance
    ensure escalate establish estimate evaluate examine execute expand explain extract facilitate follow
    forecast formulate foster fulfil fulfill gather generate govern greet grow guide handle help identify
    implement improve increase influence inform initiate inspect install instruct integrate interact interface
    interpret interview introduce investigate keep launch lead learn liaise listen load maintain make manage
    manufacture measure mediate meet mentor migrate minimise minimize model monitor motivate negotiate network
    observe obtain onboard operate optimise optimize order organise organize originate overhaul oversee own
    package participate partner perform pitch plan position post prepare present prevent prioritise prioritize
    process procure produce programme promote propose prospect protect prove provide publish purchase pursue
    raise receive recommend reconcile record recruit reduce refine register regulate remain repair replace
    report represent research resolve respond restock retrieve review revise run safeguard schedule screen
    secure select sell serve set setup shape ship sign solve source specify staff stay steer sterilise
    sterilize stock store streamline strengthen structure study submit suggest summarise summarize supervise
    supply support sustain take teach test track train transcribe transfer transform translate transport treat
    troubleshoot tutor understand undertake update upgrade upsell use utilise utilize validate verify visit walk wash
    weigh welcome work write
    """
)
# Verbs that are as often nouns or parts of names ("Customer Support", "Test Plan"): they begin a clause only before a
# lower-case word.
ALSO_NOUNS = word_set(
    """
    address aid approach audit balance book brainstorm budget clean close coach contact contract control
    design document draft drive guide help interface interview launch lead load market measure model network
    order package partner pitch plan position post present process program programme project prospect purchase
    record report research review run schedule screen set setup ship sign source staff stock store structure
    study supply support test track train transfer transport treat update use visit walk wash welcome work
    """
)
# Words by which something is asked, or with which one speaks to the reader.
ASKING = word_set(
    """
    A Ability Able Accurate Acompanhar Adaptable Administrar Advanced An Any Apoiar Approachable Associate
    Associates At Attention Bachelor Bachelors Basic Be Calm Can-do Candidate Candidates Certified Chartered
    Clear Comfortable Committed Competent Computer Confident Conhecimento Current Customer-focused Dedicated
    Deep Degree Degreequalified Demonstrable Demonstrated Desenvolver Detail Detail-oriented Detailed Driven
    Dynamic Effective Elaborar Eligible Energetic Enthusiastic Excellent Exceptional Experience Experienced
    Experiência Expert Expertise Extensive Familiar Familiarity Flexible Fluency Fluent Full Fully Garantir
    Good Graduate Great Hands-on Hardworking Have Having High Highly Hold Honest Ideally If In-depth Interest
    Interested Interpersonal Keen Key Knowledge Knowledgeable Literate Master Masters Mature Minimum Monitorar
    Motivated Must My Numerate Our Outgoing Outstanding Passion Passionate Patient Physically Please Polite Positive
    Possess Possesses Preferred Previous Prior Proactive Professional Proficiency Proficient Proven Punctual
    Qualified Ready Realizar Relevant Reliable Resilient Responsible Robust Self Self-motivated Self-starter
    Skill Skilled Solid Some Sound Strong Superb Sustained Superior Team-player Technical Thorough To Track Transferable
    Understanding Valid Verbal We Well Well-organised Well-organized Willing Willingness Working Written You
    Your
    """
)
# So sure to begin a clause that they do so behind a name as well ("...Dental Council Be a team player").
SURE = word_set(
    """
    Ability Able Be Have Hold Must Please Possess We Willing Willingness You
    """
)
# "Bachelor Degree", "Customer Service Experience", "Class A": behind a name these go on with it.
_PARTS_OF_NAMES = word_set(
    """
    A Advanced An Associate Associates Basic Computer Degree Experience Experienced Expert Expertise Full
    Graduate Have High Interest Knowledge Master Masters Skill Skilled Technical Track Working
    """
)
# What else opens a line where a letter runs into it without a space.
OPENING = word_set(
    """
    All Analysis Answers Apply As Benefits Competitive Dental Duties Education Fluent For Free Hands Health
    High In Job Life Opportunities Opportunity Other Our Paid Qualifications Reports Required Requirements
    Responsibilities Skills Team The This Training Using Vacation Vision With
    """
)
# A clause may end with these even where they are capitalised: "Bachelors Degree | Strong attention to detail".
_HEADS = frozenset({"Degree", "Experience", "Knowledge", "Expertise", "Understanding", "Proficiency"})
_TWO_WAYS = word_set(
    """
    Current Full Key Master Patient Professional Technical Track Working
    """
)


def _forms(verb: str) -> tuple[str, str]:
    """The -ing form and the third person: "planning", "plans"."""
    if verb.endswith("e") and not verb.endswith(("ee", "ye")):
        ing = verb[:-1] + "ing"
    elif len(verb) <= 5 and verb[-1] in "nptgbdlr" and verb[-2] in "aeiou" and verb[-3] not in "aeiou":
        ing = verb + verb[-1] + "ing"
    else:
        ing = verb + "ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        third = verb[:-1] + "ies"
    else:
        third = verb + ("es" if verb.endswith(("s", "x", "ch", "sh", "o")) else "s")
    return ing, third


_INGS = frozenset(_forms(verb)[0] for verb in VERBS)
_THIRDS = frozenset(_forms(verb)[1] for verb in VERBS)


def is_duty_verb(word: str) -> bool:
    """Whether a word, in any case, is a verb of duties: "Prepare", "preparing", "prepares"."""
    lowered = word.lower()
    return lowered in VERBS or lowered in _INGS or lowered in _THIRDS


def opens_line(word: str) -> bool:
    """Whether a word glued to the one before it surely began a line of its own."""
    return word in OPENING or word in ASKING or (word[:1].isupper() and is_duty_verb(word))


def begins_clause(word: str, following: str, before: str) -> bool:
    """Whether a capitalised ``word`` behind ``before`` begins a clause. ``following``: the next word, or ""."""
    if not word[:1].isupper() or word[1:] != word[1:].lower():
        return False
    small = following[:1].islower() or following[:1] in ("&", "")
    named = before[:1].isupper() and not before.isupper()
    if word in SURE:
        return small
    if word in ASKING:
        part_of_name = (
            (before in ASKING and before not in _HEADS) or word in _PARTS_OF_NAMES or not following[:1].islower()
        )
        return not part_of_name if named else small or word not in _TWO_WAYS
    lowered = word.lower()
    if named:
        return False
    if lowered in _INGS or lowered in _THIRDS:
        return small
    return lowered in VERBS and (small or lowered not in ALSO_NOUNS)
