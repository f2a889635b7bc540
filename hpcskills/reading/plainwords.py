"""Plain words: those that name no skill but hold sentences and lists together, in lower case without accents."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTHS = _words("""
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec
""")

FILLERS = MONTHS | _words("""
    a an the i my me we us our you your he she it its they them this that these those is are was were be been being am
    have has had having do did does done doing can could will would may might must shall should of in on at to for from
    with without by as into onto over under up out and or nor if then than so such too very also more most less least
    other others any all some many much few several etc eg ie e g including include included like well good great nice
    new current currently recent recently now using use used uses work works worked working experience experienced
    exprience experiences skill skills knowledge year years yr yrs month months week weeks day days level levels various
    both each per via about around within between after before during while where when who which what how there here not
    ago no yes y et und o ou oder de la le el en mit programming language languages tool tools software technology
    technologies system systems environment environments advanced basic beginner expert intermediate proficient familiar
    strong s t re ve ll m d present
""")
"""Words that name nothing: an item of only these is not unknown, it is empty."""

LIST_WORDS = FILLERS - _words("i my me we our you your he she they to for the is are was were be have had not")
"""Words that may stand beside a name in an item of a list without making it prose: "3 years", "basic"."""

TIED_WORDS = FILLERS | _words("""
    based hosted related driven enabled style native powered oriented specific aware only side end kenntnisse x
    anlage anlagen umgebung umgebungen projekt projekte projekten erfahrung erfahrungen grundlagen schulung kurs
    entwicklung entwickler entwicklerin programmierung skripte anwendungen dienste
""")
"""Words tied to a name that leave its meaning alone: "Linux-based", "C++-Kenntnisse"."""

NEVER_MISSPELT = _words("""
    about after all also and any are been before between both but can could did does doing during each etc for from had
    has have her here him his how into its just less like made make many may more most must near new not now off old one
    only other our out over own per she should since some such than that the their them then there these they this those
    through time two under until use used using was well were what when where which while who why will with within
    without work worked working would year you your
""")
"""Words of every text, never looked up as misspellings."""

JOINING = _words("and or nor und y e et ou o oder")
"""Words that join two items of a list."""

CONTRAST = _words("but however although though yet except besides aber pero mas mais")
"""Words that end what was said before: "no Slurm, but strong Linux"."""

PREPOSITIONS = _words("in with of to at on about for using learn learning acquire")
"""A cue that ends with one of these speaks of a whole list: "familiar with Slurm, PBS and LSF"."""

DENIALS = _words("no any zero")
QUALIFIERS = _words("""
    specific prior previous real professional practical formal direct actual commercial production hands on much paid
""")
"""Words that change nothing between a denial and "experience"."""

AROUND_TIMES = _words("""
    of experience experienced exprience exp in with work working using use as a an the running on hand hands total over
    more than less about around nearly almost plus for since from last past professional full
    time yes
""")
"""Words between a length of time and the skill it belongs to: "5 years of experience with Linux"."""

LASTING = _words("for durante pendant")
"""Words before a length of time that belongs to all that was told before them: "ran Slurm at a site for 4 years"."""

EXPERIENCE = _words("experience experienced exprience exp experiencia erfahrung erfahrungen berufserfahrung")
"""Words that say what a length of time is: "Linux, bash - experience - 24 months" speaks of all before it."""

HELPING = _words("""
    mentor mentored mentoring teach taught teaching train trained training coach coached coaching onboard onboarded
    onboarding boarding help helped helping assist assisted assisting guide guided guiding support supported supporting
    supervise supervised supervising instruct instructed instructing tutored tutoring
""")
PEOPLE = _words("""
    engineer engineers developer developers programmer programmers colleague colleagues coworkers student students user
    users people person staff team teams member members junior juniors graduate graduates researcher researchers
    scientist scientists technician technicians operator operators administrator administrators admins analyst analysts
    customer customers client clients employee employees hire hires intern interns newcomer newcomers trainee trainees
    manager managers architect architects specialist specialists others those who whom peers
""")
"""What is said behind helping and people is said of them, not of the writer: "mentored engineers new to Hadoop"."""

SEVERAL = _words("""
    engineers developers programmers technicians administrators admins analysts researchers scientists managers
    architects specialists
""")
"""In or behind a name they speak of others, who have a trade: "project managers", "database programmers"."""

SOCIAL = _words("social sociales sociais sociaux sozialen soziale")
"""Beside a name they make it another thing: "redes sociales" are no computer networks."""

WRITER = _words("i im me my myself we")
"""Words by which the writer comes back."""

SUBJECTS = _words("i im ive we ich je yo eu everything now today nowadays instead")
"""Words with which the writer begins to tell something new: "no Slurm, I use PBS"."""

OURS, OPENING = _words("my our the"), _words("and but while where whereas because as since although though then")
ACQUAINTANCES = _words("""
    wife husband partner spouse brother brothers sister father mother dad mom mum son daughter friend friends boss
    colleague colleagues coworker coworkers client clients customer customers vendor vendors
""")
"""With one of the words before it, and where a clause begins, they are whom it tells of: "my wife knows Java"."""

TRAILING = _words("""
    it them that these those this yet so far before at all really though either professionally personally in production
    work more about further next soon someday
""")
"""Words behind a cue that it does not speak of: "Slurm I have never used so far"."""

KNOWLEDGE = _words("""
    knowledge exposure training background expertise certification certifications certificate practice familiarity time
    understanding idea clue chance opportunity hands kind sort deep detailed solid
""")
"""Words between "no" and a skill that leave it missing: "no training in Linux"."""

LATER = _words("for in this next soon the coming near year years month months quarter future time job role me")
"""Words that tell when at the end of a heading: "goals for next year"."""

NEGATIONS = _words("not isn aren wasn don wouldn never")
"""Words before a level that turn it: "not a Linux expert", "I don't consider myself an expert"."""

COMPANIES = _words("""
    aws azure amazon google gcp oracle ibm intel nvidia apache cisco microsoft vmware sas juniper arista netapp citrix
    docker github gitlab splunk databricks snowflake cloudera informatica nutanix supermicro teradata servicenow mongodb
""")
"""Names of companies and their clouds: with another word they are one of many products, before a date an employer."""

TRADES = _words("""
    industry industries sector sectors market markets company companies firm firms startup startups vendor vendors
    business businesses
""")
"""With a name before them they tell what somebody does or sells: "the cloud computing industry"."""

OF_LANGUAGES = _words("developer programmer programming code coding script scripts scripting")
"""What follows the name of a language: "Ruby developer" is no jewel."""
