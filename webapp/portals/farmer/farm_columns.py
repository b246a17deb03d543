"""What a table of farms can say, and how tables call it; a row is an offer, a site or a farm."""

from typing import Final

from flask_babel import lazy_gettext as _l

from webapp.portals.imports.kinds import Column

OF_A_FARM: Final = (
    Column(
        "farm", _l("Farm"),
        ("ferme", "nom de la ferme", "exploitation", "nom", "farm name", "name"), required=True,
    ),
    Column(
        "commune", _l("Commune"),
        ("ville", "commune de la ferme", "lieu", "town", "city"), required=True,
    ),
    Column("postcode", _l("Postcode"), ("code postal", "cp", "zip", "postal code")),
    Column("address", _l("Exact address"), ("adresse", "adresse exacte", "rue", "address")),
    Column(
        "productions", _l("What do you produce?"),
        ("productions", "production", "activite", "activites", "cultures"),
    ),
    Column(
        "presentation", _l("Your farm in a few sentences"),
        ("presentation", "presentation de la ferme", "description de la ferme", "about"),
    ),
    Column(
        "host_names", _l("How should your guests call you?"),
        ("hotes", "prenoms", "contact", "agriculteur", "agriculteurs", "hosts", "host"),
    ),
    Column(
        "phone", _l("Telephone"),
        ("tel", "telephone portable", "portable", "mobile", "numero de telephone", "phone number"),
    ),
    Column(
        "adults", _l("How many adults live in the household?"),
        ("adultes", "adultes au foyer", "adults"),
    ),
    Column(
        "woman_host", _l("Is a woman of the household there during stays?"),
        ("femme presente", "femme au foyer", "woman host"),
    ),
    Column(
        "languages", _l("Languages spoken"), ("langues", "langues parlees", "languages"),
    ),
    Column(
        "rooms", _l("Rooms, each with its beds"),
        ("chambres", "couchages", "lits", "hebergement", "rooms", "beds"),
    ),
    Column("features", _l("What is possible"), ("accueil", "possibilites", "features")),
    Column(
        "farm_hazards", _l("What guests should know before they say yes"),
        ("a savoir", "dangers", "risques", "hazards"),
    ),
    Column("house_rules", _l("House rules"), ("regles de la maison", "house rules")),
    Column("house_words", _l("A house rule more, in your words"), ("autre regle",)),
    Column(
        "station", _l("Nearest station or coach stop"), ("gare", "gare la plus proche", "station"),
    ),
)  # fmt: skip
OF_A_SITE: Final = (
    Column(
        "site_name", _l("Name of the site"),
        ("nom du site", "site d accueil", "autre site", "lieu d accueil", "name of the site"),
    ),
    Column(
        "site_commune", _l("Commune of the site"),
        ("commune du site", "ville du site", "town of the site"),
    ),
    Column("site_postcode", _l("Postcode of the site"), ("code postal du site", "cp du site")),
    Column(
        "site_address", _l("Exact address of the site"),
        ("adresse du site", "adresse exacte du site", "address of the site"),
    ),
    Column("site_station", _l("Station of the site"), ("gare du site", "station of the site")),
)  # fmt: skip
"""Of the site at which the offer of a row stands; a row without stands at the house."""
OF_AN_OFFER: Final = (
    Column("title", _l("Title of the offer"), ("offre", "titre", "intitule", "offer")),
    Column(
        "description", _l("What will your guests see and share?"),
        ("description", "description de l offre", "programme"),
    ),
    Column("production", _l("Around what?"), ("autour de", "production de l offre", "theme")),
    Column(
        "min_french", _l("French needed"), ("francais", "niveau de francais", "french"),
    ),
    Column("children", _l("Children are welcome"), ("enfants", "children")),
    Column("women_only", _l("Only women"), ("femmes seulement", "women only")),
    Column("exclusive", _l("One household at a time"), ("un foyer a la fois", "exclusive")),
    Column("min_people", _l("From how many people?"), ("personnes minimum", "minimum people")),
    Column("nights", _l("How many nights does a stay last?"), ("nuits", "duree", "nights")),
    Column(
        "dates", _l("Dates of stays"),
        ("dates", "creneaux", "arrivees", "dates d accueil", "sejours", "slots"),
    ),
)  # fmt: skip
COLUMNS: Final = (*OF_A_FARM, *OF_AN_OFFER, *OF_A_SITE)
