"""Reading one line: does it ask something, how strongly, and can a resume show it."""

from __future__ import annotations

import re

from reading.folding import fold
from reading.posting.starters import is_duty_verb
from reading.spans import SkillMention

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


# What asks wherever it stands: what the job requires, what one must be or have, experience counted in years.
ASKS_SURELY = re.compile(
    r"\b(?:must (?:have|be|possess|hold|show|obtain|pass|provide|complete|live)|(?:is|are|be) (?:required|essential|mandatory|preferred)\b"
    r"|(?:required|preferred|desired)\W*$|(?:position|role|job|opportunity) (?:does |will )?requires?\b"
    r"|you (?:will|must|should|need to|'ll) (?:be (?:able|capable|willing|comfortable|confident)|have|possess|hold|need)\b"
    r"|if you (?:are|have|enjoy|love)\b|\d\+? (?:or more )?years?'? (?:of )?(?:[\w-]+ ){0,4}experience"
    r"|^(?:valid|current|proven|strong|excellent|previous|prior|proficient|good|solid) (?:[\w,/&-]+ ){1,9})"
)
LEAST_ASKED, MOST_ASKED = 3, 45  # words
LONGEST_OPENING = 40  # characters


def surely_asks(text: str, section_kind: str) -> bool:
    """Whether a clause that was not told to ask something does so by its words; under a heading of demands less is
    enough."""
    lowered = fold(text)
    if not LEAST_ASKED <= len(lowered.split()) <= MOST_ASKED or lowered.endswith("?"):
        return False
    if NOT_ASK.search(lowered) or BENEFIT.search(lowered) or speaks_of_company(text):
        return False
    asks = ASKS if section_kind in ("required", "preferred") else ASKS_SURELY
    return asks.search(lowered) is not None


def surely_a_duty(text: str) -> bool:
    """Whether a clause under a heading of duties that was not told to name one opens with a verb that does."""
    words = re.findall(r"[^\W\d_]+", text[:LONGEST_OPENING])
    if not words or not LEAST_ASKED <= len(text.split()) <= MOST_ASKED or NOT_ASK.search(fold(text)):
        return False
    return is_duty_verb(words[0])


def is_constraint(text: str) -> bool:
    """Whether a requirement is about status, place or availability rather than skill."""
    return CONSTRAINT.search(fold(text)) is not None


def speaks_of_company(text: str) -> bool:
    """Whether a sentence says what the employer does, not what it asks."""
    about = COMPANY_NAME.match(text) is not None or COMPANY.match(fold(text)) is not None
    return about and not re.search(r"\bmust\b|\byou|candidate|applicant|position\b|\brole\b", fold(text))
