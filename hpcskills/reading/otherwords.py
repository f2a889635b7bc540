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
        era ser asi solo informatica cuento llevo quiero quisiera nunca jamas aprendi manejo pues ahora
    """,
    listed="""
        de del la el los las en con y e o u un una uno nivel niveles experiencia experto experta conocimiento
        conocimientos ano anos mes meses basico basica basicos basicas avanzado avanzada avanzados medio intermedio
        intermedia alto alta bajo bueno buena buenos buenas amplia amplio solida solidos dominio manejo uso nociones
        mas menos muy varios varias herramientas lenguajes sistemas tecnologias habilidades competencias aptitudes
        software entorno entornos profesional laboral esperiencia experencia
    """,
    near="""
        aceptable andas aviso banda basura blandas buscar cantautor cinturon colina compas complicacion
        comprador confusion contacto contener contenido controlar corea corta cuarto decente decoracion dios
        directa duracion economista esos espera estadista estudio flaco formado gama guarda habitable infinidad
        informativa instructivo limitacion llamo magia manda maximo menor mentir moderacion moderado moderna
        moderno momentos mundial olla onda original panal parque pasa pensado pensador perfecta perfecto pilar
        pino presa preso presta proceder procurar profesion profesional proximidad puntal raiz resto secreto
        situacion situaciones sonda sorpresa subvencion tanda tecnicas toga traves trono trueno unico vertice
        victoria vino virtuoso visor vivido volar
    """,
    joining="y e o u ni",
    contrast="pero mas aunque sino embargo excepto salvo ahora hoy momento actualmente ya conozco domino administro",
    prepositions="en con de del al sobre para por a aprender estudiar conozco desconozco dominio dominar se",
    around_times="""
        de experiencia en con como trabajando trabajo el la los las un una mas menos casi desde hace durante
        administrando usando utilizando programando manejando que por sobre solo laboral profesional tecnico tecnica
        ingeniero ingeniera analista operador operadora servidores sistemas matriculado titulado soy llevo haciendo
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
        assim algum alguma informatica isto nesta neste quero queria nunca jamais aprendi agora faco sei
    """,
    listed="""
        de do da dos das o a os as em no na nos nas com e ou um uma nivel niveis experiencia conhecimento
        conhecimentos ano anos mes meses basico basica basicos basicas avancado avancada avancados medio intermediario
        intermediaria intermedio alto alta bom boa bons boas ampla amplo solida solidos dominio uso nocoes vivencia
        mais menos muito varios varias ferramentas linguagens sistemas tecnologias habilidades competencias software
        ambiente ambientes profissional esperiencia experiencias
    """,
    near="""
        altura alvo armados autopecas arranjos aviso banda buscar caia casamento cento chocolate classicos colina
        complicacao conta contacto contato controlar corda corta dado decoracao devido devo dinamica drama echar
        economista era espera estatistico estudio expressa extra fatia fisco formado formados formatar gama
        globos grade grades indo infinidade informativa instala isso limitacao loja luxo magia manda maximo
        menor mento mestra mexo moderacao moderna momento momentos monge mundial navios numerada objetivo onda
        original pais parque passa pensando perfeita perfeito platao portugal preso procurar procurei profissao
        quarto resto resumo secreto situacao situacoes sonda sorpresa telegrama unico volta voltar voltas
    """,
    joining="e ou nem",
    contrast="mas porem embora contudo entretanto exceto agora hoje enquanto atualmente ja conheco domino administro",
    prepositions="""
        em com de do da dos das no na nos nas sobre para por aprender estudar conheco desconheco dominio dominar
    """,
    around_times="""
        de experiencia em com como trabalhando trabalho o a os as no na nos nas um uma mais menos quase desde ha
        durante administrando usando utilizando programando que por sobre so profissional tecnico tecnica engenheiro
        engenheira analista operador operadora servidores sistemas formado sou trabalho atuando atuo na area
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
        sehr eines beim verwendet benutzt informatik hab gerade momentan wurde bisher noch kann
    """,
    listed="""
        der die das den dem des und oder in im mit von zu fur auf an am bei als ein eine einer kenntnisse kenntnissen
        kenntnis erfahrung erfahrungen berufserfahrung jahr jahre jahren monat monate monaten grundkenntnisse
        fachkenntnisse gut gute guten sehr solide fundierte umfassende vertiefte erste mehrjahrige langjahrige
        fortgeschritten fortgeschrittene anfanger grundlagen experte niveau stufe umgang sicherer praxis mehr weniger
        systeme werkzeuge programmiersprachen sprachen fahigkeiten kompetenzen software umgebung umgebungen bereich
    """,
    near="""
        allerdings amazonas analogie andrea andreas backofen beschaffen biologe brighton eigene eigenen eilt
        eltern endlich endliche entstehung fang fing formen gefordert geht gelang gelungen genau genommen
        geologe grade graden hefte hing hinsicht infrarot instanz irak jager juni katia klang knapp konsorten
        konsul mancher maxime metall moderne modernen moderner modernes modus munter muten mythen oberen orangen
        pass problemlos qual rainer rang regen richtung richtungen riten runter russland signale sinn situation
        situationen skala staat stinken strafe sven teile teilen telekom texas tragen tragisch unterhalten
        verdrangung vorreiter walle zinn
    """,
    joining="und oder sowie bzw",
    contrast="aber sondern jedoch dafur hingegen allerdings ausser mittlerweile inzwischen",
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
        connais veux voudrais aimerais souhaite maintenant parce
    """,
    listed="""
        de du des d la le les l et ou en dans sur avec au aux un une niveau experience experiences connaissance
        connaissances an ans annee annees mois bon bonne bons bonnes tres base bases notions maitrise avance avancee
        intermediaire moyen debutant debutante expert experte solide solides plus moins outils langages systemes
        technologies competences logiciels environnement environnements professionnelle professionnel
    """,
    near="""
        accepteur acheter activent agreable aigle ailleurs altere analogie antre appendice assister autorise
        autorite autres aviso ballet bois borne comparer complication compte concours confusion contact
        controler corde couche cuit davantage decret determine developpe developper docile domestique duree
        eleve eliminer equipe essai expressif fondateur formation gamme generique grade heureuse informatif
        instance jeter lion lots meilleur meilleurs menage mentir moment moments mondial moyen naturel onde oral
        original originale parfait parfaite paris passe pierre pilier preside propre ranger resto royal secret
        signal situation situations stable tableurs texte toge unique vigueur virtuose vise visite visites
    """,
    joining="et ou ni",
    contrast="mais cependant toutefois pourtant neanmoins revanche contre sauf je j maintenant instant actuellement",
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
        algo num aos die war hat man den son pour plus con ma per est sur chat comment fait pendant mes dos
        nas das des ses fur sous tout entre par pas base bases expert experience experiences notions solide
        niveau software profile data mental control error service services simple central final general idea
        total hospital capital local animal as se so jour sin una era six dix ocho acht ya hab quite fin van
        alto altos medio sole soles solo mono sei hall lass bin hier mag mein notre mach ai ate ante actual
        adaptation articles assistance blocs boa charge charges colas commutation competences compilation
        conception continua continue critique debit economies encore exploitation exploration finis formation
        genie grands gut hygiene ins interruption investigation lecture lineal media mesa mess montage parches
        pare patrons personal personnel physique pieces port pose reconnaissance recuperation reparation
        reprise resistance resolution resolver revue sob soy stock stocks stress supervise tableaux tempo
        tension testes travail utilisation utilise yo os machines structures configurations simulations
        expressions systemes informatica supervision uber aide aires alimentations amelioration anlage
        assemblage atelier attestation attire auditoria boas bon br bricole cargo carte chariot cola commence
        competence contact corrective coupe courante culture curative dato direction discos distance domaine
        dossiers durable edo edos edp endurance enlace enlaces entrepreneur epis fer fila fino fort forts
        fuentes gases generale gilt glt gout grand gros habilitation handy hauteur hotline instrumental
        integral kultur leo licence lire lis locales marche marcos masses massifs meres micros mina minima
        nacelle nr null ny ok okay oleo paar passage pasta pastas paso pate patrimonial peso petit physiques
        place plano polyvalence polyvalent poo praxis predial premiers primer professor programmes puissance
        quart quarts rapports reconversion regenerative regime respect salto segundo senior smartphones
        stapler super supporter talent television toque torres tours transport uni vigilante texas presa royal
        animation initiation paris signal situation instance stable naturel
    """)
)
"""Words of other languages that English texts hold as well, or words of technology: they tell nothing."""

TELLING = frozenset(word for one in GRAMMARS.values() for word in one.common) - ENGLISH_TOO
"""Words of every text in some other language that no English one has."""
