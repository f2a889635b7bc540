"""The plain words of Spanish, Portuguese, German and French: what holds their sentences and lists together.

All stand here folded, that is in lower case and without accents.
"""

from __future__ import annotations

from collections.abc import Mapping

from hpcskills.reading import plainwords
from hpcskills.reading.grammar import ENGLISH, Grammar, grammar, words

SPANISH = grammar(
    "es",
    "Spanish",
    common="""
        de la que el en y a los del se las por un para con no una su al lo como mas pero sus le ya o este si porque
        esta entre cuando muy sin sobre tambien me hasta hay donde quien desde todo nos durante todos uno les ni
        contra otros ese eso ellos e esto mi antes algunos unos yo otro otras otra tanto esa estos mucho nada muchos
        poco ella estar estas algunas algo nosotros mis tu soy es somos son he ha hemos han tengo tiene tener tuve
        hace hacer hago trabajo trabaje trabajado trabajar trabajando usar usado uso uso usando utilizo utilizado
        utilizar sido estoy estado actualmente actual todavia aun aunque menos ademas he hoy dia dias bien cada fue
        era ser asi solo informatica
    """,
    listed="""
        de del la el los las en con y e o u un una uno nivel niveles experiencia experto experta conocimiento
        conocimientos ano anos mes meses basico basica basicos basicas avanzado avanzada avanzados medio intermedio
        intermedia alto alta bajo bueno buena buenos buenas amplia amplio solida solidos dominio manejo uso nociones
        mas menos muy varios varias herramientas lenguajes sistemas tecnologias habilidades competencias aptitudes
        software entorno entornos profesional laboral
    """,
    joining="y e o u ni",
    contrast="pero mas aunque sino embargo excepto salvo",
    prepositions="en con de del al sobre para por a aprender estudiar conozco desconozco dominio dominar se",
    around_times="""
        de experiencia en con como trabajando trabajo el la los las un una mas menos casi desde hace durante
        administrando usando utilizando programando manejando que por sobre solo laboral profesional
    """,
    numbers="""
        un=1 una=1 uno=1 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 doce=12 quince=15
        veinte=20
    """,
    years="ano anos",
    months="mes mese meses",
    decades="decada",
    upto="a",
    less=(("menos", "de"),),
    linking={"de": ("del", "de la", "de los", "de las", "en"), "en": ("de", "con")},
)

PORTUGUESE = grammar(
    "pt",
    "Portuguese",
    common="""
        de a o que e do da em um para com nao uma os no se na por mais as dos como mas ao ele das seu sua ou quando
        muito nos ja eu tambem so pelo pela ate isso ela entre depois sem mesmo aos seus quem nas me esse eles voce
        essa num nem suas meu minha numa pelos qual essas esses pelas este dele meus minhas sou somos sao era fui
        tenho tem ter tive faz fazer trabalho trabalhei trabalhar trabalhando uso usar usei usando utilizo utilizei
        utilizar estou atualmente atual ha ainda embora menos alem sobre todos todo dia dias hoje bem cada foi ser
        assim algum alguma informatica
    """,
    listed="""
        de do da dos das o a os as em no na nos nas com e ou um uma nivel niveis experiencia conhecimento
        conhecimentos ano anos mes meses basico basica basicos basicas avancado avancada avancados medio intermediario
        intermediaria intermedio alto alta bom boa bons boas ampla amplo solida solidos dominio uso nocoes vivencia
        mais menos muito varios varias ferramentas linguagens sistemas tecnologias habilidades competencias software
        ambiente ambientes profissional
    """,
    joining="e ou nem",
    contrast="mas porem embora contudo entretanto exceto",
    prepositions="""
        em com de do da dos das no na nos nas sobre para por aprender estudar conheco desconheco dominio dominar
    """,
    around_times="""
        de experiencia em com como trabalhando trabalho o a os as no na nos nas um uma mais menos quase desde ha
        durante administrando usando utilizando programando que por sobre so profissional
    """,
    numbers="""
        um=1 uma=1 dois=2 duas=2 tres=3 quatro=4 cinco=5 seis=6 sete=7 oito=8 nove=9 dez=10 doze=12 quinze=15 vinte=20
    """,
    years="ano anos",
    months="mes mese meses",
    decades="decada",
    upto="a",
    less=(("menos", "de"),),
    linking={"de": ("do", "da", "dos", "das", "em"), "em": ("no", "na", "nos", "nas", "com", "de"), "a": ("ao", "aos")},
)

GERMAN = grammar(
    "de",
    "German",
    common="""
        der die und in den von zu das mit sich des auf fur ist im dem nicht ein eine als auch es an werden aus er hat
        dass sie nach wird bei einer um am sind noch wie einem uber einen so zum war haben nur oder aber vor zur bis
        mehr durch man sein wurde sei habe hatte kann vom konnen schon wenn seine mein meine meiner meinem meinen ich
        wir unser unsere ihre ihr dann unter sowie seit wahrend jahr jahre jahren monat monate monaten arbeite
        gearbeitet arbeiten arbeit beruf derzeit zurzeit aktuell bereits etwas wenig keine kein keinen keinem keiner
        keinerlei ohne mag mochte wurde gern gerne lerne lernen bin mich mir heute immer hier ins jedoch dafur gut
        sehr eines beim verwendet benutzt informatik
    """,
    listed="""
        der die das den dem des und oder in im mit von zu fur auf an am bei als ein eine einer kenntnisse kenntnissen
        kenntnis erfahrung erfahrungen berufserfahrung jahr jahre jahren monat monate monaten grundkenntnisse
        fachkenntnisse gut gute guten sehr solide fundierte umfassende vertiefte erste mehrjahrige langjahrige
        fortgeschritten fortgeschrittene anfanger grundlagen experte niveau stufe umgang sicherer praxis mehr weniger
        systeme werkzeuge programmiersprachen sprachen fahigkeiten kompetenzen software umgebung umgebungen bereich
    """,
    joining="und oder sowie bzw",
    contrast="aber sondern jedoch dafur hingegen allerdings ausser",
    prepositions="in im mit von fur auf an am bei uber zu zum zur lerne lernen kenne mochte",
    around_times="""
        erfahrung erfahrungen berufserfahrung praxis in im mit als der die das den dem am an von fur uber mehr weniger
        fast rund etwa seit bei arbeit
    """,
    numbers="""
        ein=1 eine=1 einem=1 einen=1 zwei=2 drei=3 vier=4 funf=5 sechs=6 sieben=7 acht=8 neun=9 zehn=10 zwolf=12
        funfzehn=15 zwanzig=20
    """,
    years="jahr jahre jahren",
    months="monat monate monaten",
    decades="jahrzehnt jahrzehnte jahrzehnten",
    upto="bis",
    less=(("weniger", "als"), ("unter", "als")),
    linking={"von": ("von der", "der", "des", "an", "fur"), "in": ("im", "mit")},
    tails=(
        "grundkenntnisse",
        "fachkenntnisse",
        "kenntnissen",
        "kenntnisse",
        "erfahrungen",
        "erfahrung",
        "umgebungen",
        "umgebung",
        "systemen",
        "systeme",
        "technologien",
        "technologie",
    ),
)

FRENCH = grammar(
    "fr",
    "French",
    common="""
        de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont je avec son aux
        d l s n j qu y ont ses mais comme on ou si leur sans cette ces tout etre nous vous elle ma mon mes notre ai
        suis etais chez depuis pendant ans an annees annee mois travail travaille travailler utilise utilisee utiliser
        utilisation actuellement actuel encore bien tres peu toujours jamais aucune aucun afin ainsi lors puis donc
        deja aussi aujourd hui c m t ni sous entre vers jour jours fait faire avoir supervision appris ete eu avais
    """,
    listed="""
        de du des d la le les l et ou en dans sur avec au aux un une niveau experience experiences connaissance
        connaissances an ans annee annees mois bon bonne bons bonnes tres base bases notions maitrise avance avancee
        intermediaire moyen debutant debutante expert experte solide solides plus moins outils langages systemes
        technologies competences logiciels environnement environnements professionnelle professionnel
    """,
    joining="et ou ni",
    contrast="mais cependant toutefois pourtant neanmoins revanche sauf",
    prepositions="""
        en avec de du des d sur dans au aux a l la le les pour par apprendre etudier connais maitrise maitrisant
    """,
    around_times="""
        d de du des experience experiences en avec dans comme sur le la les l un une plus moins depuis pendant presque
        environ que travail professionnelle a
    """,
    numbers="un=1 une=1 deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 douze=12 quinze=15 vingt=20",
    years="an ans annee annees",
    months="mois",
    decades="decennie",
    upto="a",
    less=(("moins", "de"), ("moins", "d")),
    linking={
        "de": ("du", "des", "de la", "de l", "d", "en", "sur"),
        "d": ("de l", "des", "de"),
        "en": ("de", "sur", "avec"),
    },
)

GRAMMARS: Mapping[str, Grammar] = {one.code: one for one in (ENGLISH, SPANISH, PORTUGUESE, GERMAN, FRENCH)}
OTHER_LANGUAGES = tuple(code for code in GRAMMARS if code != ENGLISH.code)

ENGLISH_TOO = (
    plainwords.FILLERS - words("et und o ou oder de la le el en mit y")
    | plainwords.NEVER_MISSPELT
    | words("""
        die war hat man den son pour plus con ma per est sur chat comment fait pendant mes dos nas das des ses fur
        sous tout entre par pas base bases expert experience experiences notions solide niveau software profile data
        mental control error service services simple central final general idea total hospital capital local animal as
        se so jour sin una era quite fin van alto altos medio sole soles solo mono sei hall lass bin hier mag mein
        notre mach ai ate ante actual adaptation articles assistance blocs boa charge charges colas commutation
        competences compilation conception continua continue critique debit economies encore exploitation exploration
        finis formation genie grands gut hygiene ins interruption investigation lecture lineal media mesa mess montage
        parches pare patrons personal personnel physique pieces port pose reconnaissance recuperation reparation
        reprise resistance resolution resolver revue sob soy stock stocks stress supervise tableaux tempo tension
        testes travail utilisation utilise yo os machines structures configurations simulations expressions systemes
        informatica supervision uber
    """)
)
"""Words of other languages that English texts hold as well, or words of technology: they tell nothing."""

TELLING = frozenset(word for one in GRAMMARS.values() for word in one.common) - ENGLISH_TOO
"""Words of every text in some other language that no English one has."""
