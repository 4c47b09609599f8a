"""Reading one line: does it ask something, how strongly, and can a resume show it."""

from __future__ import annotations

import re

from reading.folding import fold
from reading.posting import starters
from reading.posting.experience import NO_EXPERIENCE
from reading.posting.titles import JOB_WORD
from reading.spans import SkillMention

MUST = re.compile(
    r"\b(?:must(?!-see)|required(?! skills)|(?:is|are) (?:a )?(?:requirement|must|essential|mandatory|necessary"
    r"|needed|vital|critical|crucial)|mandatory|essential\b|need to have|you(?:'ll| will)? need|have to have"
    r"|requires?\b|obligatorio|zwingend|erforderlich)\b"
)
PREFERRED = re.compile(
    r"\b(?:is|are|would be|as|be|considered|being)?\s?(?:an? )?(?:big |huge |strong |definite |real |major "
    r"|distinct |added |great )?(?:plus(?:es)?|bonus|asset)\b(?! (?:structure|program|plan|pay|scheme|potential"
    r"|payment|opportunit|management))"
    r"|\bpreferred\b(?! (?:vendor|supplier|partner|provider|stock))|\bpreferably\b|\bpreference (?:will be "
    r"|is )?(?:given|for)|\bdesirable\b|\bdesired\b|\bnice[ -]to[ -]have\b|\bnot (?:required|essential|mandatory"
    r"|a must|necessary)\b"
    r"|\b(?:an?|added|considered as an|distinct) advantage\b|\badvantageous\b|\bbeneficial\b|\bwould (?:also )?be (?:great"
    r"|ideal|nice|helpful|useful|good|beneficial|welcome)|\b(?:is|are) (?:helpful|useful|ideal|welcome|optional)\b"
    r"|\bideally\b|\bhelpful\b|\bbonus points\b|\bespecially interested in|\bfavou?rable\b|\bextra credit\b"
    r"|von vorteil|wünschenswert|idealerweise|\bgerne?\b|souhait|un plus\b|deseable|se valora|diferencial|desejável"
    r"|\bhighly regarded\b|\bpreferential\b|\bpreferred\.?$|\bgood to have\b|we'd love if|\ba (?:great"
    r"|good) fit if\b|\bis appreciated\b|considered an? (?:advantage|asset)"
)
NOT_MUST = re.compile(
    r"not (?:be )?(?:required|essential|necessary|mandatory)|no .{0,30}(?:required|necessary|needed)|isn't required"
    r"|without requir|as required|when required|if required|where required|as needed|may be required|required by"
    r"|required to (?:be|make|provide|ensure|keep)"
)
ASKS = re.compile(
    r"\b(?:must (?:have|be|possess|hold|pass|also|obtain|live|reside|demonstrate|enjoy|speak|know|understand|work"
    r"|complete|provide|include|show|display|maintain|bring|meet|love)|you must|(?:should|will|shall) (?:have"
    r"|possess|hold|be able to|demonstrate|display|bring|already|ideally)"
    r"|(?:candidates?|applicants?|individual|person) (?:(?:will|should|must|needs? to|ought to|are|is|has|have|with"
    r"|who) |who )|you (?:should|must) |(?:position|role|job) (?:would |will "
    r"|also )?requires? (?!you to (?:be responsible|lead))|you(?:'re|'ll| are| will)? (?:will )?be (?:located"
    r"|required|expected)"
    r"|(?:ideal|successful|right|perfect|qualified|best|strong|preferred|chosen|selected) (?:candidates?"
    r"|applicants?|person|individual)|(?:is|are) (?:required|preferred|essential|a must|needed|desired|desirable"
    r"|necessary|mandatory|a plus|vital)"
    r"|(?:experience|knowledge|degree|license|licence|certification|qualification|skills?|ability|proficiency"
    r"|diploma|fluency) (?:[\w/&,'-]+ ){0,6}(?:required|preferred|essential|a must|necessary|needed|desired"
    r"|desirable|a plus|helpful|mandatory|beneficial|advantage)"
    r"|you have\b|you've (?:got|had)|you are (?:a |an |able|comfortable|fluent|experienced|passionate|proficient"
    r"|self|willing|at least|organi[sz]ed|highly|not|someone|familiar|confident|looking for)"
    r"|you're (?:a|an|able|comfortable|someone|at least|passionate)|you know\b|you bring|you possess|you own an?\b"
    r"|you hold\b|you (?:will )?need (?:a|an|at least|to have|to be|experience|strong|good|excellent|\d)"
    r"|you'll need|you can (?:deal|work|demonstrate|communicate|speak|show)|you'll be an?\b|you(?:'ll| will) have\b"
    r"|(?:we are|we're|we are also|is|are) (?:currently |actively |now )?(?:looking for|seeking|searching for|after"
    r"|in search of)|(?:looking for|seeking) (?:a|an|someone|people|candidates?|individuals?|somebody|talented"
    r"|experienced|motivated)"
    r"|(?:minimum|at least|a minimum of|\d+\+?|[a-z]+ or more) (?:of )?(?:\w+ )?(?:\(?\d{1,2}\)?\+? )?(?:years?|yrs"
    r"|months)\b|years?'? (?:of )?(?:\w+ ){0,4}experience|required qualifications"
    r"|(?:familiar|familiarity|proficien\w+|fluen\w+|comfortable|experienced?) (?:with|in)\b|(?:strong|excellent"
    r"|good|solid|proven|demonstrated|exceptional|outstanding|great|superb"
    r"|effective) (?:[\w/,&'-]+ ){0,5}(?:skills?|abilit(?:y|ies)|knowledge|background|understanding|track record"
    r"|experience|communicator|command|ethic)"
    r"|(?:ability|able|willing|willingness|capable|eager|keen) (?:to|of)\b|(?:bachelor|master"
    r"|associate)(?:'?s)?(?: degree)? (?:in|degree|or)|high school diploma|\bdegree in\b|valid driver|drug (?:test"
    r"|screen)|background check|authori[sz]ed to work|right to work|knowledge of|understanding of|background in"
    r"|(?:experience|skill) (?:with|in|of|using|working|as)\b|(?:previous|prior|proven) (?:\w+ )?experience|du hast|sie haben|du bringst|wir suchen|mitbringt|kenntnisse"
    r"|erfahrung|abgeschlossen\w*|buscamos|requer|vous avez|vous êtes|experiencia|experiência|conhecimento)"
)
STRONG_ASK = re.compile(
    r"\b(?:must (?:have|be|possess|hold|pass|also|obtain|live|reside|demonstrate|enjoy|speak|know|understand"
    r"|complete)|you must|candidates? (?:must|should|will have|needs?)|applicants? (?:must|should|will)|(?:ideal"
    r"|successful|right|perfect|qualified|well-qualified|strong|preferred) (?:candidates?|applicants?|person"
    r"|individual|incumbent)"
    r"|(?:experience|knowledge|degree|license|licence|certification|skills?|ability|proficiency|fluency"
    r"|education) (?:[\w/&,'-]+ ){0,6}(?:(?:is|are) )?(?:required|preferred|essential|a must|necessary|desired"
    r"|desirable|a plus|helpful|mandatory)"
    r"|years?'? (?:of )?(?:\w+ ){0,4}experience|\b(?:ba|bs|bsc|b\.s\.?|b\.a\.?|ms|msc|m\.s\.?)(?:/\w+)? degree|bachelor'?s|high school diploma|is (?:a )?(?:plus|must)\b"
    r"|are (?:a )?(?:plus|must)\b|would be (?:an? )?(?:advantage|plus|asset)|we require|mitbring|(?:position|role"
    r"|job) (?:would |will |also )?requires? (?:a|an|working|travel|strong|excellent|someone|frequent|the ability"
    r"|at least|\d)|as a requirement|pursuing (?:a|an|your) |currently enrolled|expected to be (?:physically"
    r"|located|present|available)|you (?:will )?need (?:to have )?(?:at least|a\b|experience)|you should have"
    r"|you'll need|willing to|needs? to (?:be able to|have (?:a|an|at least|strong|good|experience)))"
)
NOT_ASK = re.compile(
    r"please (?:send|apply|submit|contact|call|email|e-mail|visit|include|note|click|forward|review)"
    r"|to apply(?:\s*[,.:!;]|\s+(?:for|to|please|send|visit|online|via|now|click|directly|with|by|e-?mail|contact|simply|today|on|through|at|here|if)\b|\s*$)"
    r"|not intended to be|exhaustive list"
    r"|apply (?:now|today|online|via|directly|here|by|at|through|for)|send (?:us )?(?:(?:your|a) )?(?:resumes?|cvs?)|sign up (?:to|for|now|today)"
    r"|equal opportunit|regardless of race|without regard|we (?:offer|provide|believe|value|are proud|support"
    r"|encourage)\b"
    r"|reasonable accommodation|for more information|encouraged? (?:you )?to apply|still (?:encourage|apply)"
    r"|all qualified applicants|pursuant to|ordinance|arrest|there is no minimum|no minimum (?:education"
    r"|experience)|no (?:previous )?(?:\w+ )?experience is required|reference letters|only (?:shortlisted"
    r"|successful|candidates selected)|consideration for employment|click|your resume|https?:|www\.|learn more about"
    r"|interested (?:candidates?|applicants?)|if (?:you are|you're|this|interested)[^.]{0,60}(?:apply|love to hear"
    r"|get in touch|like you|for you|contact|send)"
    r"|disability|gender identity|protected veteran|recruitment agenc|our client\b|we've (?:built|raised|been)"
    r"|(?<!you )(?:have|has) (?:been|grown|built)\b|years? (?:in business|of (?:success|history|excellence))|since \d{4}"
    r"|founded|(?:leader|company|firm|provider|agency)\b[^.]{0,60} with (?:over|more than|nearly) \d+ years"
)
DUTY = re.compile(
    r"^(?:he/she|he or she|she or he|s/he|she/he|they|the incumbent|incumbent|the post ?holder) will (?:also )?(?!have|possess|be able|hold|bring|need|receive)"
    r"|\b(?:this )?individual will (?!have|possess|be able|hold|bring|need)|"
    r"\byou(?:'ll| will) (?:also )?(?!have|need|be\b|receive|enjoy|get\b|find|love|learn|quickly|not\b|never|feel"
    r"|see|know|gain|benefit|earn|notice|thrive|fit)[a-z]+|"
    r"\b(?:you(?:'ll| will) (?:be (?:responsible|working|doing|leading|building|part|joining|involved|expected"
    r"|based|collaborating|managing|designing|developing|supporting|driving|the)|work|build|design|develop|own|lead"
    r"|help|drive|manage|collaborate|support|create|join|partner|play|act|take|get to|contribute|deliver|shape"
    r"|report|also|conduct|maintain|assist|provide|define|analy[sz]e|use|apply|write|ensure|coordinate|oversee"
    r"|serve|implement|make|perform|operate|train|handle|prepare|run|teach|monitor|gain)"
    r"|responsible for|responsibilities (?:include|will include)|duties (?:include|will include)|(?:the"
    r"|this) (?:role|position|job|incumbent|successful candidate|ideal candidate|candidate|person) (?:will(?! (?:also |ideally )?(?:have|possess|hold|bring|need|demonstrate"
    r"|display|show|be (?!responsible|working|part|based|involved|expected|tasked|joining|leading|managing|the\b"
    r"|reporting)))|is responsible|includes|involves|entails|requires you|supports|provides|ensures|leads|manages)"
    r"|your (?:day-to-day|primary responsibility|main responsibility|role|mission|responsibilities|job|focus"
    r"|tasks?)(?: is| will| are|:| include)|in this role|as (?:a|an|our) [\w /-]{3,50}, you(?:'ll| will)"
    r"|reports? (?:directly )?to\b|tasked with|in charge of|du (?:entwickelst|leitest|arbeitest|bist verantwortlich"
    r"|übernimmst|unterstützt|gehst|planst|betreust)|atuará|atuar)"
)
BENEFIT = re.compile(
    r"\b(?:we offer|we provide|(?:benefits?|perks) (?:include|package|such as|:)|401\(?k\)?|403b|health insurance"
    r"|(?:health|medical|dental|vision)[,/& ]+(?:and )?(?:health|medical|dental|vision|life|insurance|coverage"
    r"|benefits)|paid (?:time off|holidays?|vacation|leave|sick|training|parental)|\bpto\b|pension"
    r"|bonus(?:es)? (?:scheme|program|plan|potential|opportunit|eligib)|stock options|employee discount"
    r"|free (?:lunch|parking|snacks|meals|coffee|gym)|flexible (?:working|hours|schedule|spending)|flex hours"
    r"|tuition|parental leave|gym membership"
    r"|training (?:will be )?provided|on-the-job training|relocation (?:assistance|support|package)|life insurance"
    r"|wellness|unlimited vacation|days? (?:of )?(?:annual leave|holiday|vacation)|company car|childcare vouchers"
    r"|career (?:growth|advancement|progression|development)(?: opportunit\w+)?|competitive (?:salary|pay|benefits"
    r"|compensation)|housing (?:support|provided|allowance|assistance)|transportation provided|eligible (?:for"
    r"|to participate)|equity)\b"
)
COMPANY = re.compile(
    r"our (?:company|mission|client|team|vision)|we(?:'re| are) (?:a|an|the|one|proud|committed|building|on a"
    r"|growing|funded|backed|pioneering|holding)\b"
    r"|founded|headquartered|with (?:over|more than|nearly) \d|with [a-z]+'s |established in|about "
)
COMPANY_NAME = re.compile(
    r"(?:[A-Z][\w.&,'’-]* (?:\([A-Z]{2,}\) |and (?=[A-Z]))?){1,6}(?:is|was|requires|recruits|has|are|specializes|specialises|provides|offers|helps"
    r"|delivers|sources|operates|serves|believes)\b"
)
SEEKS = re.compile(r"(?:is|are|'re) (?:\w+ )?(?:seeking|looking for|hiring|recruiting|searching for)")
SEEKS_WITH = re.compile(r"\bwith (?!us\b|our\b|the\b)|\bwho\b|\bmust\b|years?\b|degree|skills\b|\bto have\b|mitbring")
SUBSTANCE = re.compile(
    r"(?:deep |strong |proven )?(?:proficiency|experience|expertise|knowledge|background|track record)\b"
)
INTEREST = re.compile(r"(?:interest in|focus on|passion for|passionate about|curious about|enthusiasm for)[^.;]{0,30}$")
YEARS_OR_PAPERS = re.compile(r"\d+\+? ?(?:years|yrs)|degree|licen[sc]e|certif|publication|portfolio|fluen")
UNREADABLE = re.compile(
    r"\b(?:proactive|self-?starter|self-?motivated|passion(?:ate)?|enthusias\w+|positive attitude|attitude"
    r"|team player|can-do|problem[- ]solving|communication skills|interpersonal|attention to detail"
    r"|detail[- ]oriented|work ethic|multi-?task|time[- ]management|organi[sz](?:ed|ational)|critical thinking"
    r"|adaptab|flexib(?:le|ility)|curio(?:us|sity)|humble|arrogant|driven|hungry|creative|energetic|motivated"
    r"|punctual|reliable|dependable|sense of humou?r|fast[- ]paced|work (?:well )?(?:independently|under pressure)"
    r"|willing(?:ness)? to learn|eager|strategic think|outspoken|autonomous|entrepreneurial|maturity"
    r"|you and your research|judgment|trustworth|empath|resilien|analytical (?:and|skills|mind|think))"
)
READABLE = re.compile(
    r"\d|degree|bachelor|master|phd|diploma|licen[sc]e|certif|experience|fluen|proficien|publication|track record"
    r"|portfolio|background in|knowledge|programming|competition|contribut|course|completed|built|deploy|wrote"
    r"|open[- ]source|language|registered|clearance|citizen|authori[sz]"
)


IDEAL = re.compile(r"(?:the|our|an|your) ideal candidate")


CONSTRAINT = re.compile(
    r"\b(?:authori[sz](?:ed|ation) to work|work authori[sz]ation|right to work|eligib\w+ to (?:live and )?work"
    r"|work permit|citizens?(?:hip)?|passport"
    r"|clearance|itar|(?:physically |be |is )located|reside[sd]?|relocat\w+|commut\w+|willing(?:ness)? to travel"
    r"|travel (?:up to|required|as)"
    r"|up to \d+% travel|\d+% travel|background (?:check|screening)|drug (?:test|screen)\w*|criminal record"
    r"|weekends?|evenings?|overtime|night shifts?"
    r"|shift work|rotating shifts?|on[- ]?call|at least \d\d years (?:old|of age)|\d\d years (?:old|of age)"
    r"|must be \d\d|own (?:car|vehicle|transport\w*)"
    r"|reliable transport\w*|lift(?:ing)? (?:up to |at least )?\d+|internet connection|in[- ]person"
    r"|local candidates)\b"
)


def importance_of(text: str, section_kind: str) -> str:
    """ "required" or "preferred" for a requirement: words in the line beat the heading above it."""
    lowered = fold(text)
    softer = PREFERRED.search(lowered)
    if softer is None and IDEAL.match(lowered):
        return "required" if MUST.search(lowered) else "preferred"
    must = MUST.search(NOT_MUST.sub(" ", lowered))
    if section_kind == "preferred":
        if must and not softer and re.search(r"\bmust (?!-)|mandatory|\brequired\b|is a must", lowered):
            return "required"
        return "preferred"
    if softer is None:
        return "required"
    if must and must.start() < softer.start():
        return "required"
    head = lowered[: softer.start()]
    if softer.group().strip() in ("ideally", "preferably", "helpful") and len(head.split()) >= 3:
        return "required"  # the softener lowers its clause, not the item
    if _parenthesised(lowered, softer.start()):
        beside = softer.group().strip() in ("ideally", "preferably") and head.strip(" (") != ""
        if beside or len(head.split()) > 3:
            return "required"
    if re.search(r"\bor equivalent\b", head) and len(head.split()) > 14:
        return "required"
    if "," in head and "preferred" in softer.group() and _preferred_is_a_tail(head, lowered):
        return "required"
    return "preferred"


def _preferred_is_a_tail(head: str, lowered: str) -> bool:
    """ "5 years of sales experience, SaaS preferred": the tail is soft, the head is not."""
    tail = head.rsplit(",", 1)[-1].split()
    return (
        tail[:1] not in (["or"], ["and"])
        and 0 < len(tail) <= 5
        and len(head.split()) - len(tail) >= 4
        and not lowered.startswith("prefer")
    )


def _parenthesised(lowered: str, position: int) -> bool:
    return lowered.rfind("(", 0, position) > lowered.rfind(")", 0, position)


def is_readable(text: str, start: int, skills: tuple[SkillMention, ...], soft: frozenset[str]) -> bool:
    """False where no resume can show it: attitudes and general traits. ``start`` is the line's offset."""
    lowered = fold(text)
    for mention in skills:
        before = lowered[max(0, mention.span[0] - start - 40) : max(0, mention.span[0] - start)]
        if mention.slug not in soft and not INTEREST.search(before):
            return True
    if UNREADABLE.search(lowered) and not SUBSTANCE.match(lowered):
        return YEARS_OR_PAPERS.search(lowered) is not None
    return READABLE.search(lowered) is not None or (len(lowered.split()) > 1 and not lowered.endswith(":"))


def is_constraint(text: str) -> bool:
    """Whether a requirement is about status, place or availability rather than skill."""
    return CONSTRAINT.search(fold(text)) is not None


ASKS_NAME = re.compile(
    r"(?:the )?(?:ideal|successful|right|candidates?|applicants?|experience|knowledge|degree|certification|ability"
    r"|excellent|strong|you|proficien|fluen|bachelor|master|minimum|must|education|license)"
)
EXTRA = re.compile(
    r"insurance|paid (?:time|vacation|holidays?|sick|leave)|401|stock|equity|bonus|discount|shuttle|pension|holiday"
    r"|training|benefits|incentives|coverage"
)
FIELD = re.compile(r"(?:salary|pay|pay rate|pay range|compensation|location|hours|schedule|shift|job type)\s*:")
OFFER = re.compile(
    r"(?:medical|dental|vision|health|life|paid|401|403|competitive|pto|company (?:vehicle|car)|tuition|employee discount|free |flexible"
    r"|vacation|holidays?|sick|retirement|pension|bonus|profit sharing|stock|disability|generous|excellent (?:benefits|pay|salary))\b"
)
MOST_OF_AN_OFFER = 120


def _offers(lowered: str) -> bool:
    """Whether a fragment of a glued list names a benefit and nothing that is asked."""
    told = BENEFIT.search(lowered) or re.match(
        r"competitive (?:wages|rates)|(?:medical|health|dental), |year[- ]round", lowered
    )
    return (
        len(lowered) <= MOST_OF_AN_OFFER
        and OFFER.match(lowered) is not None
        and told is not None
        and not ASKS.search(lowered)
    )


STARTS_ASK = re.compile(
    r"(?:if not an? |expertise (?:in|with)|you should be able to|should be able to|hands-on experience|previous |prior |experience \w+ing\b|an? (?:\w+ ){0,2}understanding of|(?:good|great|superb|advanced|basic) (?:[\w/,&-]+ ){1,5}skills|proficien|fluen|pursuing|currently enrolled|experience[d]? (?:with|in|as|of)|strong|excellent|proven"
    r"|demonstrated|ability to|knowledge of|familiar|bachelor|master'?s|minimum|at least \d|\d+\+? years|must "
    r"|you have |degree|solid|working knowledge|understanding of)"
)
NEUTRAL = re.compile(
    r"equal (?:employment )?opportunit|eeo(?:/\w+)? employer|values? diversity|affirmative action|export control regulations|do(?:es)? not discriminate|without regard to"
    r"|on the basis of race|protected by law"
)
NEUTRAL_CUES = ("equal", "eeo", "diversity", "affirmative", "export", "discriminate", "regard", "basis of", "protected")
EQUAL = re.compile(r"without regard|regardless|discriminat|disab|equal opportunity")
MATERIAL = re.compile(
    r"(?:an? )?(?:full |current |updated |short |brief )*(?:cv|resume|curriculum vitae|cover letters?"
    r"|portfolio link)\b(?! writing)|thanks?\b(?: you)?|#\S+$"
)
ABOUT_US = re.compile(
    r"(?:we |our |this is |this (?:position|role) (?:offers|is (?:an?|the) (?:great|excellent|exciting))|join "
    r"|all (?:of )?our|all (?:associates|employees|team members)|to (?:apply|learn)|if you(?:'re| are)|come "
    r"|the company|throughout |ready to|explore |offices? |some roles|ask your"
    r"|actual |total compensation|benefits |salary |pay range|please |for (?:all|new|more)|car year|does not apply"
    r"|on top of|as an (?:employee|equal)|may be eligible|you (?:may|will|'ll) (?:also )?(?:be eligible|quickly"
    r"|have the (?:chance|opportunity)|receive|enjoy))"
)


def _is_prose_about_us(text: str, lowered: str) -> bool:
    """Sentences that strayed into a list of demands but speak of the employer."""
    if ABOUT_US.match(lowered):
        return MUST.search(NOT_MUST.sub(" ", lowered)) is None or (
            "looking for" not in lowered and "you" not in lowered
        )
    return _is_about_company(text, lowered)


def speaks_of_company(text: str) -> bool:
    """Whether a sentence says what the employer does, not what it asks."""
    about = COMPANY_NAME.match(text) is not None or COMPANY.match(fold(text)) is not None
    return about and not re.search(r"\bmust\b|\byou|candidate|applicant|position\b|\brole\b", fold(text))


def _is_about_company(text: str, lowered: str) -> bool:
    named = COMPANY_NAME.match(text) is not None and not ASKS_NAME.match(lowered) and not STRONG_ASK.search(lowered)
    if not (COMPANY.match(lowered) or named):
        return False
    return not SEEKS.search(lowered) or not SEEKS_WITH.search(lowered)


SUBJECT = re.compile(
    r"(?:^|[.;:!?,(]\s*|\b(?:and|but|that|because|so) )(?P<subject>[^.;:!?,()]{1,80}?)\s(?P<must>must)\b"
)
PERSON = re.compile(
    r"\b(?:you|candidates?|applicants?|persons?|individuals?|people|someone|anyone|employees?|staff|he|she|they|who"
    r"|colleagues?|hires?|members?|contractors?|interns?|we|i|holders?|graduates?|students?|position|role|job|incumbent"
    r"|resources?|all|one|everyone|those)\b"
)
PROVES = re.compile(
    r"\b(?:experience|degree|licen[sc]es?|certific\w+|skills?|knowledge|ability|abilities|english|german|french|language"
    r"|spanish|dutch|italian|fluency|education|diploma|training|check|checks|test|tests|screening|clearance|vaccin\w+"
    r"|passports?|citizen\w*|availability|hours|schedule|qualifications?|attitude|background|record|residence|age"
    r"|permit|visa|transport\w*|portfolio|understanding|proficiency|command|years?)\b"
)


def without_things(lowered: str) -> str:
    """A folded sentence with each "must" blanked that speaks of a thing: "A peach must be picked ripe"."""
    if "must" not in lowered:
        return lowered
    kept: list[str] = []
    position = 0
    for match in SUBJECT.finditer(lowered):
        subject = match["subject"]
        if PERSON.search(subject) or PROVES.search(subject) or JOB_WORD.search(subject):
            continue
        start, end = match.span("must")
        if "you" in lowered[end : end + 60].split():
            continue
        kept.append(lowered[position:start])
        kept.append(" " * (end - start))
        position = end
    return "".join(kept) + lowered[position:]


# What one is told to do before or beside the work: availability, papers, checks.
EXPECTED = re.compile(
    r"(?:and |also |additionally,? )*(?:[\w ,]{0,60}, )?(?:you|candidates?|applicants?|the successful candidate|employees?) (?:will be|are|may be) (?:expected|required|asked)"
    r" to (?:travel|complete an?|have|hold|be (?:available|flexible|able|on|vaccinated|registered|based|present)|pass|undergo|obtain|live|drive|work (?:week|even|night|over|shift|some|occasional"
    r"|holiday|predominantly|rotating|on[- ]?call)|lift|sign|wear)\b"
)
EXPECTED_CUES = ("expected to", "required to", "asked to")
TO_DO = re.compile(r"to (?:\w+ly )?(?P<verb>[a-z-]+)\b")
NOT_TO_DO = frozenset(
    {
        "apply",
        "learn",
        "find",
        "see",
        "view",
        "contact",
        "submit",
        "request",
        "read",
        "register",
        "be",
        "receive",
        "discuss",
    }
)
LABEL_WORDS = 8


def _is_label(text: str) -> bool:
    """ "MINIMUM:", "Qualified candidates must possess:": the announcement of a list, no row of it."""
    return text.rstrip().endswith(":") and len(text.split()) <= LABEL_WORDS


def classify(text: str, section_kind: str, *, bullet: bool = False) -> str:
    """The kind of one sentence or bullet: requirement, duty, benefit or fact."""
    if len(text) < 3:
        return "fact"
    lowered = without_things(fold(text))
    if section_kind != "benefits" and sum(character.isalpha() for character in text[:40]) < 3:
        return "fact"
    if MATERIAL.match(lowered) or _is_label(text):
        return "fact"
    if (
        any(cue in lowered for cue in EXPECTED_CUES)
        and EXPECTED.match(lowered)
        and section_kind not in ("legal", "application", "process")
    ):
        return "requirement"
    if any(cue in lowered for cue in NEUTRAL_CUES) and NEUTRAL.search(lowered) and not STRONG_ASK.search(lowered):
        return "fact"
    if section_kind == "legal":
        asks = re.search(r"(?:applicants?|candidates?|you|employees?) must\b", lowered)
        return "requirement" if asks and not EQUAL.search(lowered) else "fact"
    if NOT_ASK.search(lowered) and not (section_kind in ("required", "preferred") and STRONG_ASK.search(lowered)):
        return (
            "benefit"
            if section_kind == "benefits" or (BENEFIT.search(lowered) and not EQUAL.search(lowered))
            else "fact"
        )
    if section_kind in ("required", "preferred"):
        if FIELD.match(lowered) or NO_EXPERIENCE.fullmatch(lowered.strip(" .!")):
            return "fact"
        if not bullet and _offers(lowered):
            return "benefit"
        if bullet or not _is_prose_about_us(text, lowered):
            return "requirement"
        return "benefit" if BENEFIT.search(lowered) else "fact"
    if section_kind == "responsibilities":
        verb = _begins_with_a_duty(text, lowered)
        if (STRONG_ASK.search(lowered) or (STARTS_ASK.match(lowered) and not verb)) and not DUTY.search(lowered):
            return "requirement"
        if not verb and not bullet and _offers(lowered):
            return "benefit"
        return "fact" if not verb and speaks_of_company(text) else "duty"
    if section_kind == "benefits":
        return "requirement" if re.search(r"\byou must\b|\bmust have\b", lowered) else "benefit"
    if section_kind == "compensation" and EXTRA.search(lowered):
        return "benefit"
    if section_kind in ("culture", "legal", "process", "application", "compensation", "about"):
        return "requirement" if section_kind == "about" and STRONG_ASK.search(lowered) else "fact"
    if bullet and STARTS_ASK.match(lowered):
        return "requirement"
    return _by_words(text, lowered, section_kind)


# The employer calling: "Find us on Facebook", "See our blog".
OURS = re.compile(r"\b(?:us|our)\b|^we\b")
LEAST_RUN = 4
LEAST_VERBS = 3
LONGEST_FRAGMENT = 140


def smooth(kinds: list[str], joined: list[bool], texts: list[str]) -> list[str]:
    """In a list that lost its line breaks a fragment among requirements is one too; one that begins with a verb of
    duties is a duty. ``joined[i]``: item i followed the one before it without a line or sentence ending between.
    """
    smoothed = list(kinds)
    for index in range(1, len(kinds)):
        before = smoothed[index - 1]
        after = kinds[index + 1] if index + 1 < len(kinds) and joined[index + 1] else before
        if joined[index] and smoothed[index] == "fact" and before == after and before in ("requirement", "duty"):
            lowered = fold(texts[index])
            smoothed[index] = before if not (OURS.search(lowered) or NOT_ASK.search(lowered)) else "fact"
        elif smoothed[index] == "fact" and before == "duty" and index + 1 < len(kinds) and kinds[index + 1] == "duty":
            smoothed[index] = "duty" if _goes_on(texts[index]) else "fact"
    _fill_duties(smoothed, texts)
    start = 0
    for index in range(1, len(kinds) + 1):
        if index < len(kinds) and joined[index]:
            continue
        _fill_run(smoothed, texts, start, index)
        start = index
    return smoothed


def _goes_on(text: str) -> bool:
    """Whether a sentence between two duties is one too: "Accountable for new accounts", "Preparation of drawings"."""
    lowered = fold(text)
    if (
        _is_told_the_reader(lowered)
        or NOT_ASK.search(lowered)
        or len(text) > LONGEST_FRAGMENT
        or text.rstrip().endswith(("!", "?", ":"))
    ):
        return False
    return not (_is_about_company(text, lowered) or BENEFIT.search(lowered) or STATES.search(lowered))


# A sentence with a verb of its own tells of something; a duty names what is done.
STATES = re.compile(
    r"\b(?:is|are|was|were|has|have|will|we|they|it|may|can|offers?|pays?|salary|hours|shift|location)\b"
)


def _fill_duties(kinds: list[str], texts: list[str]) -> None:
    """Mark a row of lines that each begin with a verb of duties: a list that lost its heading."""
    run: list[int] = []
    for index in range(len(kinds) + 1):
        if index < len(kinds) and kinds[index] in ("fact", "duty") and _does(texts[index]):
            run.append(index)
            continue
        if len(run) >= LEAST_VERBS:
            for place in run:
                kinds[place] = "duty"
        run = []


NOUN_BEHIND = re.compile(
    r"\w+ (?:records?|skills?|experience|knowledge|management|abilit(?:y|ies)|degrees?|background|certificat\w+|qualifications?|proficiency|expertise)\b"
)


def _begins_with_a_duty(text: str, lowered: str) -> bool:
    """Whether a line begins with what somebody does: "Prepare reports", not "Track record in sales"."""
    return starters.is_duty_verb(_first_word(text)) and NOUN_BEHIND.match(lowered) is None


def _does(text: str) -> bool:
    """Whether a line tells a duty by its first word, and asks for nothing and speaks of nobody else."""
    lowered = fold(text).lstrip(" *-")
    return _begins_with_a_duty(text, lowered) and not (NOT_ASK.search(lowered) or OURS.search(lowered))


def _fill_run(kinds: list[str], texts: list[str], start: int, end: int) -> None:
    telling = [kind for kind in kinds[start:end] if kind in ("requirement", "duty")]
    if end - start < LEAST_RUN or len(telling) < 0.3 * (end - start):
        return
    mostly_duties = telling.count("duty") > len(telling) / 2
    first = next(index for index in range(start, end) if kinds[index] in ("requirement", "duty"))
    last = next(index for index in range(end - 1, start - 1, -1) if kinds[index] in ("requirement", "duty"))
    while last + 1 < end and starters.opens_line(_first_word(texts[last + 1])):
        last += 1
    for index in range(first, last + 1):
        lowered = fold(texts[index])
        if kinds[index] != "fact" or len(lowered) > LONGEST_FRAGMENT or NOT_ASK.search(lowered) or OURS.search(lowered):
            continue
        if _is_about_company(texts[index], lowered) or texts[index].rstrip().endswith("."):
            continue
        verb = _begins_with_a_duty(texts[index], lowered)
        kinds[index] = "duty" if verb or mostly_duties else "requirement"


def _first_word(text: str) -> str:
    return re.split(r"[^\w-]", text.lstrip(" *-"), maxsplit=1)[0]


BEGINS_ASK = re.compile(
    r"(?:you|candidates?|applicants?|must|experience|knowledge|ability|strong|excellent|good|proven|familiar"
    r"|proficien|fluen|minimum|at least|\d|(?:we(?:'re| are) |(?:our|my) client is )?(?:looking for|seeking) [^.]{0,40}"
    r"\b(?:with (?!us\b|our\b|the\b)|experience|who ha(?:s|ve)\b))"
)
SEEKING = re.compile(r"looking|seeking|searching|in search|after$|suchen|buscamos")
# "Solid knowledge of", "A passion for": as much may stand before the words that ask.
MOST_BEFORE_ASK = 12
ENDS_ASK = re.compile(
    r"\b(?:(?:is|are) (?:an? )?(?:big |huge |strong |definite |added )?(?:plus|must|asset|advantage)|required|preferred"
    r"|essential|desirable|mandatory|desired|crucial to your success)$"
)
LONGEST_END = 60


def _ends_asking(lowered: str) -> bool:
    """Whether a line of several words ends in what makes it a demand. Only its end is read."""
    text = lowered.rstrip(" \t\n\r\f\v.!)*")
    tail = max(0, len(text) - LONGEST_END)
    found = ENDS_ASK.search(text, tail)
    return found is not None and re.search(r"\w \w", text[: found.start()]) is not None


# What a site or an employer says to the reader, and names of jobs: they begin with the same verbs.
CALLS = re.compile(
    r"(?:apply|contact|visit|learn|call|join|see|send|submit|report this|post(?:ing|ed)|clos(?:e|es|ed|ing)|welcome"
    r"|working (?:hours|for us|with us|pattern|side by side)|(?:training|support|relocation|housing) (?:is|will|provided|available)"
    r"|starting|growing|competing|serving|looking|offering|leading|positions)\b"
)
YOUR = re.compile(r"\byour?\b")
LONGEST_DUTY = 400


def _is_told_the_reader(lowered: str) -> bool:
    return bool(OURS.search(lowered) or YOUR.search(lowered) or CALLS.match(lowered))


def _tells_a_duty(text: str, lowered: str) -> bool:
    """Outside a list: "Prepares monthly reports for the board", "The auditor will review the books"."""
    if len(text) > LONGEST_DUTY or text.rstrip().endswith(("!", "?")) or _is_told_the_reader(lowered):
        return False
    words = text.lstrip(" *-").split(None, 2)
    if len(words) > 2 and starters.is_duty_verb(_first_word(text)) and words[1][:1].islower():
        return True
    named = WILL_DO.match(lowered)
    return named is not None and starters.is_duty_verb(named["verb"])


WILL_DO = re.compile(
    r"(?:the |this |a |an )?(?:he/she|he or she|she|he|(?:[\w/&,-]+ ){0,5}[\w/-]*(?:er|or|ist|ant|ician|ive|ian|nurse|assistant"
    r"|associate|representative|chef|cook|clerk|lead|head|incumbent|individual|person|candidate|hire|employee))"
    r" (?:will|shall|must|is expected to) (?:also |then )?(?P<verb>[a-z]+)\b"
)


TELLS_OF_JOB = re.compile(
    r"(?:the|this|our|as an?|an?) (?P<subject>[\w /&,()'-]{3,70}?),? (?:(?P<will>will (?:also )?(?!have\b|ideally|preferably|possess|hold\b|need|receive|get\b|enjoy"
    r"|report\b|be (?:able|based|required|an?\b|offered|given|paid))[a-z]+|is responsible|are responsible)|(?P<verb>[a-z]+(?:s|es)))\b"
)


def _tells_of_job(lowered: str) -> bool:
    """ "The data analyst prepares reports": a job as the subject, what it does as the verb."""
    match = TELLS_OF_JOB.match(lowered)
    if match is None or not JOB_WORD.search(match["subject"]):
        return False
    if re.search(r"\b(?:team|company|candidates?|applicants?|client|department|position|role)\b", match["subject"]):
        return False
    return match["will"] is not None or starters.is_duty_verb(match["verb"])


def _by_words(text: str, lowered: str, section_kind: str) -> str:
    if _is_about_company(text, lowered) or (SEEKS.search(lowered[:120]) and not SEEKS_WITH.search(lowered)):
        return "fact"
    if _tells_of_job(lowered):
        return "duty"
    ask, duty = ASKS.search(lowered), DUTY.search(lowered)
    if STRONG_ASK.search(lowered) and not (duty and duty.start() == 0):
        return "requirement"
    if duty and (not ask or duty.start() <= ask.start()):
        return "duty"
    to_do = TO_DO.match(lowered)
    if to_do and to_do["verb"] not in NOT_TO_DO and starters.is_duty_verb(to_do["verb"]):
        return "duty"
    if section_kind in ("summary", "wrapper") and not ask and starters.is_duty_verb(_first_word(text)):
        return "duty"
    if section_kind in ("preamble", "other", "wrapper") and not ask and _tells_a_duty(text, lowered):
        return "duty"
    if BENEFIT.search(lowered) and not (ask and "you" in lowered[:12]):
        return "benefit"
    if NO_EXPERIENCE.search(lowered):
        return "fact"
    if ask and (BEGINS_ASK.match(lowered) or (ask.start() <= MOST_BEFORE_ASK and not SEEKING.search(ask.group()))):
        return "requirement"
    return "requirement" if _ends_asking(lowered) else "fact"
