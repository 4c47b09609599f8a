"""Words that tell job titles, organisations and places apart, in English, German, Spanish and French."""

import re
from typing import Final

from reading.folding import plain
from reading.word_sets import word_set

_TITLE_WORDS: Final = word_set(
    """
    accountant actor actuary adjuster adjunct administrator administration advisor adviser advocate agent aide
    ambassador analyst anesthetist apprentice architect artist assembler assistant asst associate attendant attorney
    auditor author baker banker barista bartender bookkeeper broker builder buyer captain caregiver carer carpenter
    cashier ceo cfo chair chairman chef chemist chief clerk cleaner coach collector commander commissioner
    compliance concierge conductor consultant contractor controller cook coordinator co-ordinator copywriter counsel
    counselor counsellor courier cto coo craftsman curator custodian cutter dancer dba dealer dean delegate dentist
    deputy designer detective dev developer devops dietitian diplomat director dispatcher doctor drafter draftsman
    driver economist editor educator electrician employee engineer engraver entrepreneur envoy estimator evaluator
    examiner executive expert fabricator facilitator farmer fellow firefighter fitter florist foreman founder
    co-founder freelancer freelance gardener geologist grader guard guide hairdresser handyman head helper host
    hostess housekeeper hr hygienist illustrator inspector installer instructor intern internship interpreter
    interviewer investigator janitor journalist journeyman judge laborer labourer landscaper lawyer lead leader
    lecturer librarian lifeguard loader lobbyist machinist maid manager management marketer marshal mason mate
    matron mechanic mechatroniker mediator member mentor merchandiser merchant midwife miner minister model
    moderator musician nanny negotiator nurse nutritionist officer operator optician organizer owner packer painter
    paralegal paramedic partner pastor pharmacist photographer physician physicist physiotherapist picker pilot
    planner plumber porter preceptor president principal printer processor producer professor programmer promoter
    proprietor psychiatrist psychologist publicist purchaser radiographer ranger realtor receptionist recruiter
    registrar reporter rep representative researcher reviewer roofer sailor salesman salesperson scheduler scientist
    secretary seller sergeant server shopper sniper soldier solicitor specialist sre staff statistician steward
    strategist stylist supervisor support surgeon surveyor tailor teacher technician technologist teller tester
    therapist trader trainee trainer translator treasurer tutor underwriter undergraduate usher valet veterinarian
    vice vp waiter waitress warden welder worker writer zookeeper transporter hauler trucker rigger millwright pilot
    flagger fresher practitioner enthusiast handler stocker superintendent expeditor dishwasher crew rnd student
    volunteer temp entwickler entwicklerin ingenieur ingenieurin leiter leiterin berater beraterin assistent
    assistentin kaufmann kauffrau sachbearbeiter sachbearbeiterin verkaufer verkauferin mitarbeiter mitarbeiterin
    techniker technikerin meister meisterin geselle auszubildende auszubildender azubi praktikant praktikantin
    werkstudent werkstudentin lehrer lehrerin pfleger pflegerin krankenschwester krankenpfleger arzt arztin fahrer
    fahrerin koch kochin buchhalter buchhalterin geschaftsfuhrer geschaftsfuhrerin referent referentin fachkraft
    elektriker elektroniker monteur schlosser tischler maurer maler sekretarin erzieher erzieherin gartner
    informatiker informatikerin hilfskraft kellner kellnerin kassierer lagerist projektleiter teamleiter
    abteilungsleiter servicetechniker erzieherin fachinformatiker disponent ingeniero ingeniera desarrollador
    desarrolladora programador programadora analista gerente jefe jefa director directora responsable encargado
    encargada tecnico tecnica administrativo administrativa contable abogado abogada medico medica enfermero
    enfermera profesor profesora maestro maestra camarero camarera cocinero cocinera dependiente dependienta
    vendedor vendedora comercial asesor asesora consultor consultora becario becaria auxiliar ayudante operario
    operaria conductor repartidor recepcionista secretario secretaria coordinador coordinadora arquitecto disenador
    disenadora electricista mecanico fontanero albanil peon mozo cajero cajera limpiador limpiadora practicas
    docente investigador ingenieur ingenieure developpeur developpeuse technicien technicienne directeur directrice
    chef cheffe responsable charge chargee gestionnaire comptable assistant assistante conseiller conseillere
    vendeur vendeuse serveur serveuse cuisinier cuisiniere infirmier infirmiere aide-soignante medecin professeur
    enseignant enseignante formateur formatrice stagiaire apprenti apprentie alternant alternante employe employee
    ouvrier ouvriere chauffeur conducteur livreur magasinier caissier caissiere receptionniste redacteur redactrice
    graphiste avocat avocate juriste acheteur acheteuse consultante animateur animatrice educateur educatrice
    electricien plombier macon menuisier coiffeur coiffeuse architecte analyste programmeur commercial commerciale
    cadre adjoint adjointe agent preparateur operateur operatrice
    """
)
# German builds titles into one word: "Vertriebsleiter", "Bauingenieurin".
_GERMAN_ENDINGS: Final = tuple(
    word_set(
        """
        leiter leiterin techniker technikerin ingenieur ingenieurin berater beraterin entwickler entwicklerin
        kaufmann kauffrau fachkraft arbeiter arbeiterin pfleger pflegerin lehrer lehrerin assistent assistentin
        helfer helferin mechaniker elektroniker schlosser verkaufer verkauferin referent referentin fuhrer fuhrerin
        manager managerin meister angestellte angestellter buchhalter buchhalterin fahrer fahrerin praktikant
        praktikantin
        """
    )
)
_ORGANIZATION: Final = re.compile(
    r"\b(?:inc|llc|ltd|limited|gmbh|ag|kg|ohg|ug|ev|corp|corporation|company|plc|pvt|pte|llp|s\.?a\.?s?|"
    r"s\.?l\.?u?|sarl|sasu|srl|bv|"
    r"nv|oy|ab|group|gruppe|grupo|groupe|university|universitat|universidad|universite|college|school|schule|"
    r"institute|institut|"
    r"instituto|academy|hospital|krankenhaus|klinik|klinikum|clinic|bank|banco|banque|hotel|restaurant|technologies|"
    r"solutions|systems|services|consulting|consultancy|labs?|laboratories|partners|foundation|stiftung|fundacion|"
    r"agency|"
    r"agentur|agencia|agence|council|ministry|ministerio|ministere|department of|office of|studios?|industries|"
    r"enterprises|holdings?|international|association|verein|society|center|centre|centro|zentrum|store|stores|"
    r"airlines?|"
    r"motors|pharma|pharmaceuticals|software|media|networks?|logistics|healthcare|health|insurance|versicherung|"
    r"capital|"
    r"ventures|church|nursing home|city of|state of|county|district|army|navy|air force|firm|werke?|betriebe?|"
    r"software|"
    r"ayuntamiento|mairie|stadt|contractors|co)\b\.?"
)
_LEGAL_FORM: Final = re.compile(
    r"^(.{2,60}?\b(?:Inc|LLC|Ltd|Limited|GmbH(?:\s*&\s*Co\.?\s*KG)?|AG|Corp|Corporation|PLC|LLP|S\.A\.|S\.L\.|"
    r"SARL|SAS|B\.V\.)\b\.?)"
    r"[\s,]+(?=\S)"
)
_WORDS: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def has_title_word(text: str) -> bool:
    """Whether a job title could be in `text`."""
    for word in _WORDS.findall(plain(text)):
        if word in _TITLE_WORDS or (len(word) > 9 and word.endswith(_GERMAN_ENDINGS)):
            return True
        if word.endswith("s") and word[:-1] in _TITLE_WORDS and word not in ("services", "heads", "partners", "leads"):
            return True
        if "-" in word and any(part in _TITLE_WORDS for part in word.split("-")):
            return True
        if word.endswith(":in") or (len(word) > 5 and word.endswith("in") and word[:-2] in _TITLE_WORDS):
            return True
    return False


def has_organization_word(text: str) -> bool:
    """Whether `text` carries a legal form or a word for a kind of organisation."""
    return _ORGANIZATION.search(plain(text)) is not None


def split_after_legal_form(text: str) -> tuple[str, str] | None:
    """ "Acme Inc. Software Engineer" -> ("Acme Inc.", "Software Engineer")."""
    match = _LEGAL_FORM.match(text)
    if match is None or not text[match.end() :].strip():
        return None
    return match.group(1), text[match.end() :].strip()
