"""How telling a word is: stems of common words by the natural logarithm of (postings / postings with the word).

Counted over 3,662 job postings, in steps of a half; a stem that is not listed is rare and weighs RARE.
"""

from __future__ import annotations

RARE = 6.0

_BY_WEIGHT: dict[float, str] = {
    0.0: """
    experi work
    """,
    0.5: """
    car develop includ manag opportun provid requir rol skill team year
    """,
    1.0: """
    abil act app applic bas busines candidat cli communic compan data employ environ excell full high hom inform job
    knowledg lead level look need new part plan pleas posit product recruit servic strong support tim
    """,
    1.5: """
    abl analysi analytic area benefit best build commit complet complex comput creat current custom cv day degr
    deliver design detail direct disabil driv dut engineer ensur equ experienc follow gener good health help hour
    improv industr join larg learn loc maintain mak market meet nurs off pay peopl perform person prefer problem
    process profession program project qual qualif qualific register relat report responsibil responsibl rgn salar
    sci seek seni set softwar solut staf standard successful system tak technic technolog test toda tool train
    understand use week well
    """,
    2.0: """
    acces activ advanc age agenc analyst analyz appropriat ass assist associat availabl bachel background basi call
    challeng chang clear click clos cod col collaborat commun communicat competit consider consult contact contract
    cur databas decis deliv demonstrat depart descript divers driven educ effectiv elder email enabl end engin
    equival essent establish excit execut fast field financ find flexibl glob goal great group grow growth hand
    healthcar identif impact impl implement individu individual insight integr interest intern issu key leadership
    lif liv medic memb ment minimum model month multipl nation network numb offer offic oper operat organ orient
    origin packag partn pass physic platform polic post practic previou procedur proces protect python rac rang rat
    real rec record regard rel relationship relev relig research resid result review right run sal send serv shift
    soc solv specific sql start stat statistic statu strateg supervis task think track unit user vacanc valu variou
    verb veteran world written
    """,
    2.5: """
    accord account accurat achiev addition approach architectur around aspect assess assign attent basic big brand
    bring capabil cas centr check clean clinic cloud com compli comprehens concept condit conduct connect continu
    contribut control coordinat cor crb critic cros cultur dai dedicat deep defin dementia dent depend desir
    determin differ disciplin distribut docu document dynamic effect engag enhanc enterpris equip evaluat excel
    exist expect expert expertis extern familiar fantastic featur fin first focu focus form forward framework fre
    funct function futur gend get govern guid handl hir hold http ide ideal ident immediat independ independent
    infrastructur initiat initiativ innov innovat insur intellig interact interperson interview involv k keep
    languag law limit lin locat long lov ltd machin man mast match medium metric microsoft mill miss monitor motivat
    mov multi necessar next night nmc non now ongo onlin open operation optim ord organis oth own pac paid
    participat passionat pati perman pin plac possibl potent prepar pres present privat professional proficienc
    promot proven purpos quantitat r read recommend regular remot request resourc resum return reward risk rmn s san
    scal schedul scient search sect secur self sex sexu shar similar sit siz small sourc special stakehold stor
    strategic structur subject succes suit techniqu term throughout titl top transform travel trend typ uk valid
    variet vis visit want way we're web weekend wid workplac writ you'll
    """,
    3.0: """
    5+ accept accommod accurac actionabl ad addit administr administrat adult agil ai algorithm align allow along
    alongsid analys annu annum appl applicabl apply architect asses asset assur attend audi audit author autom
    automat award back bank becom behalf believ bet bill bonu broad brown budget built business c ca cent certific
    chanc characteristic children cit clas collabor colleagu collect combin comfortabl commerc compas compens compet
    compon confid configur consid consist consum cont continuou cop corporat cost cov cre cycl dashboard dat deadlin
    demand deploy depth deput desirabl digit drug economic eden edg effici efficienc effort eligibl encourag enh
    enjo equal evalu even event exception expand explor extens fac facil fami feder feel firm found francisco friend
    ful fun gain generat genetic giv go going hard headquart highest holiday hospit hous human idea import inc
    increas integrat interfac internet interpret invest java keyword know largest leav leverag licens link list main
    mainten maj manufactur marit mat mathematic mean measur media met method methodolog min mind mobil modern monit
    ms natur north nvq object objectiv opt optimiz oral organiz organization outcom outsid overall partnership
    pattern pipelin play point portfolio posses pow predict preferab pri primar principl prior prioritiz produc
    progres progress provis public quer quest quick rapid reach receiv refer registr regul reliabl reput resident
    resolv respect respond retail revenu saf safet sav scalabl school scop script see select sens short signific
    solid someon sound south spark stock stud summar surround tableau tal talent target tech thing togeth touch
    toward translat transport treat troubleshoot trust u.s uniqu updat used utiliz vac var vend view visual welcom
    west will willingnes word workflow you're
    """,
    3.5: """
    1st 2+ 3+ 401k accelerat accountabil acquisit adapt add addres adher administer adopt adv advantag advertis
    advis affirmat against agr aim alread alternat alternativ alway among amount answ api appoint arisen art ask
    attitud attribut availabil aws b bal beautiful becaus bed befor behavi behaviour beyond bi bonus break bs bus
    c++ campaign capac cash cat categor caus chain channel charg choic citizenship coach colleg comfort common
    commutabl concern construct convers coordin correct count countr cours cover coverag cqc crimin cut d dataset
    deal deliverabl describ devic diploma disclosur discriminat discus domain domestic don draw due e ear earn eas
    east eclyps effectivenes electric electronic emerg empow energ english enthusiastic entir entr entrepreneur
    ethic etl everyon evolv exampl expens exposur express extend extract extrem facilitat fact famil feedback fil
    fit flexibil flow food forecast fortun fost frail functional gam generou genuin googl graduat ground guidelin h
    hadoop hap hardwar head hear histor hiv hoc holida howev hr identify incid inclus influ inspir install instruct
    internation inventor javascript judg juni keen kpi launch leg legal let liais lifecycl lift linux load london
    los low mad map material math meaningful mechanic mentor minim mix mon multidisciplinar nam nat not obtain old
    oracl outstand overs ownership p particular pas past path peer pens period personal personnel phd phon pla
    practition pre pressur pric proact proactiv profici profil prop prospect protocol prototyp proud puls purchas
    push put reasonabl recogniz reduc ref reg region regress regulator relation releas remain reputabl resolut
    respons robust rota satisfact satisfactor schem screen sell sever shap shop show sign simpl sinc situ smart spac
    speak spec specializ specifical sr stack stag stand startup step storag submit suitabl sup superi supervisor
    suppl tabl teach telephon therefor third thorough thought thr tot trad transact transf tru turn undertak univers
    url validat vary verif volum warehous websit wheth whilst whit win window workforc worldwid york young
    """,
    4.0: """
    10+ abs academic accessibl accommodat accomplish accountabl accredit acquir acumen adjust advic affect agent
    ahead aid although amaz ambigu ambitiou america ancestr angel anoth anyon appear appraisal approv approximat
    arrang articulat artific atmospher attract authoriz awar awarenes backend bar beck behind belief board book
    boston box branch buy california capabl capit captur card carry cater certif certificat child ci circa citizen
    classific clinician co collaborativ commiss compell competenc compil complaint concis confer confident
    confidential conform consistent constant context continuous controll craft creativ credit criteria curios curiou
    daniell debug definit delight department deplo detect devop difficult dign disabl disciplinar discount discov
    discover discuss displa divis domiciliar don't easi econom ecosystem educat education eeo efficient eligibil
    emergenc emi emma emotion empower energetic england ent eoe especial estimat ethnic ever everyth evid exchang
    executiv experiment explain extra eye f fair fastest feed fill fix flo format frida front fulfill fund
    fundamental gap gath gather given global grad green gsc heart held honest hospital identific ii iii imag
    incentiv incom indicat individualis induct influenc init injur input insid inspect institut investig investigat
    item iv journ kind known lab last latest liaison librar lic listen littl log logic logistic lot lunch m ma
    manager manchest mandator manipulat manu marketplac mater maximiz maximum meal merchandis merit messag midland
    mileag militar mindset ml monda nationwid negotiabl net nev nic o onsit order overse oversight overtim overview
    pa parent park particip payroll perfect perk personaliz ph ph.d pharmaceutic phas pm pova power powerpoint
    pregnanc premis prestigiou prevent prid primari princip privac pro productiv profit propert propos pto publish
    pursu qa quarter reason recognis recognit recover reflect reimburs relativ reliabil reloc remotejobs.org remov
    repair repres representat rest restaur retent retir rma rn roadmap room root rout routin rul saa safeguard sap
    sas satisf scala scalabil scientific scrum season segment sensit ser sess ship sick sid singl situat smooth
    someth span spe specialis spend sponsorship sta star str stream strength styl succ sunda suppli sur surr talk
    teamwork technician tell temporar thank theatr theor thousand tight timelin tun ultimat unix unstructur upgrad
    urgent usag util valuabl vehicl verific vers video visu voic vulnerabl walk we've wellestablish whol wish women
    workload yorkshir yourself
    """,
    4.5: """
    1+ 3rd 4+ 6+ 7+ 8+ aa accid actu additional address adept adequat administ admiss adob advantageou advisor
    advocat aged aka alcohol alert alon amazon american android anticipat anywher appreciat aptitud assemb assembl
    asyl authentic auto automot autonom averag awa azur b2b ba balanc bay begin behavior benchmark bend birmingham
    blog boast bod boost bottom bridg brief bright broadest brought brows bureau button calcul calm campu canada
    carolin caseload casu cd celebrat center centric certain champ char chart chat cheshir choos chosen circumst
    cisco claim cluster command commut comp compassionat compl compris conclus conflict cons consistenc const
    constraint contain continual convert convict corpor council counsel coupl court courteou crm css customiz
    cybercod dedic defect delegat demonstrabl dependenc deposit der designat desk desktop diagnostic diego dimension
    discret discretionar discrimin diseas disparat display disrupt div dock dollar door dot dress drink dur eag
    ecommerc edit eeocompli ele embed embrac emphasi employerall enforc enjoy enough enquir entertain enthusiasm
    environment erp err escal escalat estat europ everyda evolut exc exceed exempt exercis expans export expres
    facebook failur far fash fee femal finish fir flu fluenc forb forc forefront formulat foster fraud frequent
    fresh fuel fulltim fundament funnel ged geographic git got graph graphic greatest grown guarant gym happen
    headquarter heav helpful highlight hire.copyright historic homecar host html hug hundred hybrid hypothesi id
    illnes impactful incent incorporat incredibl incumb infer info ingest inquir instrument intellectu intend intens
    internal internship intersect introduc intuit ios ip isn't itar iterat jira joint jquer kent kitchen
    knowledgeabl kubernet landscap lat law.your lawful lay lean led legac legisl lifestyl light lik linear loyalt
    mail major manipul mar mark mass matlab matrix matur measurabl medicin membership mental mentorship mid migr mil
    mileston minor minut mitigat modell modul mot motiv multitask mysql national natural navigat negotiat neur nlp
    norm nosql notic novel numerou ny observ observabil occas occasion occasional odp often ordin organisation
    orientat ourselv outlin outlook output pag palliat panda panel pap par partner pc perl perspect perspectiv pet
    philosoph php physician pick pictur pig pivot plant plent politic pool popul port positions.looking positiv
    possess pound powerful precis premi prescrib preserv prev previous prim print priorit prioritis privileg procur
    profitabil prohibit promis prompt proof proper proposal proprietar pull qualify qualitat query quot rais random
    rank rata rath raw re react recent reconcil redshift refin refug regardles regist regulat replac represent
    requisit reserv resili respit retain retriev revolutioniz rich rigorou rnld robinson roll round rub salesforc
    sam sampl satellit scenario scikit scor scotland scrub seamles second secret seg setup sharehold sheet shell
    simul simultaneous sist snack sol soon sophisticat spacex spacex.com specialt specif spectrum spirit spons
    spreadsheet sps st stabil stabl streamlin street strengthen strict studio sub subsidiar suggest sum summariz
    surfac surger surgic sustain sustainabl switch synerg synthesiz t tackl tactic technical telecom telecommunic
    ten tensorflow termin text themselv therap thriv ticket tier toler topic tradition traffic transit transparenc
    truck tuit twit tx typical u.s.c ui unavailabl uncov undergo uniform unlimit unprecedent ups urgenc usa useful
    ux v ventur verbal vibr virtu visa visibil visualiz vit volunt wal ward watch we'd we'll wealth welfar wellb
    wellnes x xml yes yet you've zon
    """,
    5.0: """
    000.00 2nd 37.5 8am absolut abus access accessibil according accru actual acut adaptabil adaptabl admin ads
    affair affili affiliat affordabl aggregat aggress air alloc allocat ambiguou ambit amen amongst angular annual
    anoma anomal answer apach apart aris arm arra arrest articl asap asp.net aspir associ assum assumpt attach
    attain autism autonomou autonomous avoid awesom b.s backup ban band bash batch bath bayesian belfast belong
    benefic berkshir beverag bid biggest blu bluebird blueprint bold boundar brain breadth brilli bristol bug cabl
    cad calculat calibr cap careful cassandra cell ceo chef chemic chicago chief childbirth childcar chri churn
    circuit clar class classif cleans clientel climb clinical club clust coast coff cohes commensurat commission
    committ compar completenes computation conceptu concur confirm conjunct connectiv consultanc consultat contin
    conv cook cool cooper correl correspond credential crew critical cruc cs cultivat dalla daytoda de decad demo
    deputis deserve.tad dev devis devon diagnos diagram din disast discharg discrepanc disord disseminat dist
    distill district doct doe doesn't dorset downtown dream durham elevat els empath emplo enrich enroll entitl
    enviabl essex estim etho european evangeliz everywher examin exemplar exhaust exhibit expir explorator
    extraordinar facilit factor fall fault fax feasibil fellow filt financial firewall fitnes flight foreign forest
    foundation fram freedom frequ freshnes frontend gas gbp gcp gdp general geograph german github gp gram grant
    grasp guest h1 hampshir harass hardwork hat hbas healthi heard heavi hertfordshir hesitat hit holistic homepag
    household hrs html5 hub hypothes imagin implic important impress inbound index india infect infirm informatica
    initial inlin ins insightful inst instru int intermediat intervent invit invoic iphon ireland iso jad jers jobid
    jobseek json jun kafka kept label laborator lad lancashir land las layout leed leigh lend li licensur lieu
    linkedin literat llc lmc loan local locum loop luk luxur lydia m.s machiner manual mapreduc master matern mba
    memor merseysid middl minimiz mis mitig mod moderat modif modific mom mongodb morn mountain multivariat music
    mutu mvc n near negoti newcastl newsf nich nois notch nottingham nump nurtur nys occupanc occur offlin offshor
    oil onboard oncall one opin ops orchestr original orthopaedic os ote out outdat outgo outpati outsourc overnight
    pack paperwork paramet parttim patch peg perc perm personalis pertain pgs pharmac physical pi pilot pion pioneer
    planet plymouth pos position possib possibil postgr postgresql pragmatic preferabl premium presid preventat
    princeton professionalism profitabl promotion provision q quant quantif quo rail rar readines realistic realiz
    reconcili recur redefin reduct referral refresh rehabilit reinforc relax relocat remedi remuner renown rent
    representativ resourceful respectful restful restrict reusabl revis rid rig ris rit road roi rot rur santa sarah
    saturda say scan schema scratch sdlc seattl secondar seen seriou sharp sheffield shoot silicon simp simplif
    skillsabil sla sleep sleev smartphon sme soap somerset sometim southern speech spent spin spoken sponsor sport
    spr squar stagger standardiz starlink statutor stay stem still stoop storytell strategical stres stretch strip
    striv sturges subcontract submiss subscript subst substant suffer suffici surv survey sussex synergygroup.co.uk
    tad tailor taken tax tcp teammat temp temperatur templat teradata terraform territor texa therapeutic thoughtful
    threat throughput tip tobacco town transpar travell tre tremendou triag troubl try tv typic u.s.please unabl
    underly undertaken unexpect unfortunat union unles unlock unsolicit unsupervis upfront urg usabil usd va vall
    vari variabl vast versatil viol virtual visibl visio vmwar vouch vp w w2 wag wait warm wash washington wast wat
    wear weight wir wireles workshop worth www.caterer.com yield youtub yrs
    """,
    5.5: """
    30pm 3d 5pm 8pm abreast abstract acceptabl accessor acknowledg acl afraid again agenda agentic aggreg
    algorithmic alik alli alzheim anaesthetic anti anyth apprais appreci asia atkinson atlanta august australia
    backbon barri baselin beaut belt bereav bespok bia biolog biologic biotech bit black blend blood bottleneck
    brightest broadband broadcast caf cambridg cambridgeshir can't cardif carl carri catalog chair china chip cloth
    cms cnc coher commenc commod companya comparabl compass comply compromis consensu consol constell consumabl
    consumpt conveni cooperat corp coursework cowork cpr crawl ct curat custod cyb darlington debt deem default dela
    dependabl deriv descriptionth diagnosi dic dietar different dig dimens director disclaim distinct doubl download
    downstream draft dres drop dual dund edinburgh elastic elasticsearch eleg elit energiz enter equivalenc erin
    essential eu except exceptional exces exclus exp expos extensiv external fabric facult fan farm figur fing
    fintech fleet fluid formula forth forum friendship fulfil gatewa gift gig gloucest gloucestershir goe gradu
    groom half harness hcpc hill hipaa hol hop hotel housekeep hp hpc hygien ibm ill immers incept informatic
    institution intent international introduct invent iot j2ee jami jenkin jos journal journey kel kera l la lan
    laptop latenc laundr layof lbs length lifetim livein liverpool llm lock mac macro magazin maintainabl mal margin
    massachuset matron maximis md mechanism medac merch merg mess meta micro middlesbrough minimim mm momentum
    monster.com moral multidisciplin nasdaq nc neat neurologic nhs nj northern nuclear null oblig occupation oh ohio
    onto oo operationaliz optic org otherwis outbound outdo outskirt overcom oxford oxfordshir paediatric parallel
    paramount payabl penetr percentag percept periodic permit personabl pharma picturesqu piec pitch plusexperi pmp
    poc polish pr pref prep prescript prison prob probabil proceed profess proposit prov rapport recall red reimagin
    relentles relief religiou rep repeat repetit repositor residentsa robotic rocket rotat rotation row s3
    satisfactori schematic scip sdk sea seamless selfmotivat sensitiv sensor seo septemb settl sharepoint shower
    sigma signal sil singular skillsexperi skillsmust skillsstrong snowflak soa sop sort sought spanish splunk spot
    sprint staffordshir stalk stata steven steward stop strictest substitut suf summaryth sun svm swift systematic
    tag technologic telemetr tenaciou tend though thread thursda toilet ton toolkit toolset trait transaction trill
    trip u undergraduat understood unif unparallel upcom upload verify vertical vet vib vic victim villag visionar
    vocation voluntar vs vulnerabil wall waterfall wednesda whatev wherev wiltshir wound zero
    """,
}
WEIGHTS: dict[str, float] = {word: weight for weight, words in _BY_WEIGHT.items() for word in words.split()}


def weight(word_stem: str) -> float:
    """From 0 (in nearly every posting) to RARE."""
    return WEIGHTS.get(word_stem, RARE)
