"""Other names, English and French, for the sheet's columns and for what stands in them. Pure."""

from app.text import fold


def _spelled(names: dict[str, str]) -> dict[str, str]:
    """Each alias, folded, and what it stands for."""
    return {fold(alias): name for name, aliases in names.items() for alias in (name, *aliases.split(", "))}


def plain_name(written: str) -> str:
    """A column's name as it is compared: "Source URL", "source_url" and "source-url" are one."""
    return " ".join(fold(written).replace("_", " ").replace("-", " ").strip(" :*.").split())


_COLUMNS = {
    "pledge": "pledge key, pledge id, key, engagement, cle, identifiant",
    "operation": "mission, operation code, code de l'operation, mission acronym",
    "contributor": (
        "country, contributing country, donor, giver, state, member state, nation, pays, contributeur, "
        "pays contributeur, donateur, etat, etat membre"
    ),
    "category": "type, type of aid, categorie, type d'aide",
    "item": "equipment, what, description, materiel, objet",
    "unit": "unite, unit of measure, counted in, unite de mesure",
    "part_of": "part of, parent, fait partie de, partie de",
    "caveats": "restrictions, conditions of use, reserves",
    "on": "date, day, as of, date announced, announcement date, announced on, statement date, jour, date de l'annonce",
    "status": "stage, state of pledge, statut, etape",
    "quantity": "number, amount, count, total, strength, personnel, nombre, quantite, montant, effectif, effectifs",
    "until": "end, end date, expires, expiry, valid until, jusqu'au, jusqu'a, date de fin, fin",
    "condition": "conditional on, subject to, sous condition",
    "speaker": "said by, who said it, spokesperson, locuteur, declare par, porte parole",
    "evidence": "quote, quotation, words, citation, extrait, preuve",
    "accepted": "used, counted, accepte, retenu",
    "source_title": "source, title, headline, titre, titre de la source",
    "source_publisher": "publisher, outlet, newspaper, editeur, media, publication",
    "source_url": "url, link, source link, source address, lien, adresse, lien de la source",
    "source_published_on": (
        "published, published on, publication date, date of publication, publie le, date de publication"
    ),
    "source_kind": "kind of source, source type, type of source, type de source, nature de la source",
    "source_language": "language, langue, langue de la source",
    "source_author": "author, by, auteur",
    "source_archived_url": "archive, archived url, archive url, archived at, lien archive, url archivee",
    "source_accessed_on": "accessed, accessed on, retrieved, retrieved on, consulte le",
    "source_seen_at": "seen at, read at, vu sur, lu sur",
    "note": "notes, comment, comments, remark, remarks, remarque, remarques, commentaire, commentaires",
}
COLUMNS = {plain_name(alias): name for alias, name in _spelled(_COLUMNS).items()}
COLUMNS |= {plain_name(name): name for name in _COLUMNS}

STATUSES = _spelled(
    {
        "requested": "asked, asked for, demande, demandee, demandes, demandees, sollicite, sollicitee",
        "under_review": "under review, in review, under consideration, being considered, a l'etude, en cours d'examen",
        "announced": "annonce, annoncee, annonces, annoncees",
        "committed": "decided, approved, engage, engagee, engages, engagees, decide, decidee, approuve, approuvee",
        "declined": "refused, rejected, decline, declinee, refuse, refusee",
        "lapsed": "lapse, caduc, caduque",
        "deployed": "delivered, in place, deploye, deployee, deployes, deployees, livre, livree, livres, livrees",
        "ended": "completed, finished, handed over, termine, terminee, termines, terminees, acheve, achevee",
    }
)
KINDS = _spelled(
    {
        "government": "gov, ministry, official, gouvernement, ministere",
        "parliament": "parlement, hansard",
        "organisation": "organization, international organisation, organisation internationale",
        "agency": "news agency, wire, agence, agence de presse",
        "newspaper": "paper, press, journal, presse, quotidien",
        "broadcaster": "tv, television, radio, chaine",
        "specialist": "specialist press, presse specialisee, specialise",
        "think_tank": "think tank, thinktank, groupe de reflexion",
        "reference": "data set, dataset, reference work, ouvrage de reference",
        "social": "social media, twitter, reseaux sociaux",
        "other": "autre",
    }
)
YES_NO = _spelled({"yes": "y, true, 1, oui, o, vrai", "no": "n, false, 0, non, faux"})
UNITS = _spelled(
    {
        "people": "persons, person, personnel, soldiers, troops, personnes, soldats, militaires, hommes",
        "aircraft": "aircrafts, planes, avions, aeronefs",
        "vessels": "ships, navires, bateaux",
        "vehicles": "vehicle, vehicules",
        "tonnes": "tons, t, metric tons",
        "hours": "heures, h",
        "passengers": "passagers",
        "USD": "us$, $, us dollars, dollars",
        "EUR": "€, euro, euros",
        "GBP": "£, pounds",
    }
)
VALUES = {"status": STATUSES, "source_kind": KINDS, "accepted": YES_NO, "unit": UNITS}
# How people fill a cell that has nothing to say, in columns where it cannot mean anything.
NOTHING = frozenset({"-", "--", "–", "—", "n/a", "n.a.", "#n/a", "null", "nil", "?", "...", "…"})
MAY_BE_EMPTY = frozenset(_COLUMNS) - {"operation", "contributor", "category", "on", "status", "pledge"}
