"""What a table of parties can say, and how tables call it; a row is a person."""

from typing import Final

from flask_babel import lazy_gettext as _l

from webapp.portals.imports.kinds import Column

OF_A_PERSON: Final = (
    Column(
        "first_name", _l("First name"),
        ("prenom", "prenoms", "nom et prenom", "nom complet", "full name", "name", "given name"),
        required=True,
    ),
    Column(
        "last_name", _l("Last name"), ("nom", "nom de famille", "surname", "family name"),
    ),
    Column("sex", _l("Sex"), ("sexe", "genre", "gender", "civilite"), required=True),
    Column(
        "birth_year", _l("Year of birth"),
        ("annee de naissance", "date de naissance", "naissance", "ne en", "ne le", "nee le", "ddn",
         "birth date", "date of birth", "born", "birth year"),
        required=True,
    ),
    Column("is_of_age", _l("Eighteen already"), ("majeur", "of age")),
    Column(
        "languages", _l("Languages spoken"),
        ("langues", "langues parlees", "langue parlee", "langue maternelle", "languages",
         "spoken languages", "mother tongue"),
    ),
    Column(
        "french", _l("French when speaking"),
        ("francais", "niveau de francais", "niveau", "niveau oral", "french", "french level"),
    ),
    Column("reads", _l("Reads easily, in any script"), ("lecture", "sait lire", "literate")),
    Column(
        "title_until", _l("Last day of the residence title"),
        ("fin du titre", "titre de sejour", "validite du titre", "fin de validite", "permit until"),
    ),
    Column(
        "fundable_until", _l("First title less than five years old until"),
        ("premier titre de moins de cinq ans jusqu'au", "finançable jusqu'au", "fundable until"),
    ),
    Column(
        "fundable_agreed", _l("They agree that this day is written here"),
        ("accord pour cette date", "agreed to this day"),
    ),
)  # fmt: skip
OF_A_PARTY: Final = (
    Column(
        "household", _l("Household (the same word for those who travel together)"),
        ("foyer", "menage", "famille", "dossier", "n dossier", "numero de dossier", "household",
         "family", "group", "party"),
    ),
    Column(
        "commune", _l("Commune"),
        ("ville", "commune de residence", "lieu", "adresse", "lives in", "town", "city"),
        required=True,
    ),
    Column("postcode", _l("Postcode"), ("code postal", "cp", "zip", "postal code")),
    Column(
        "reach_km", _l("How far they can travel"),
        ("distance", "rayon", "mobilite", "rayon km", "distance km", "reach", "radius"),
    ),
    Column(
        "phone", _l("Telephone"),
        ("tel", "telephone portable", "portable", "mobile", "numero", "numero de telephone",
         "phone number"),
    ),
    Column(
        "phone_shared", _l("Others read this telephone too"),
        ("telephone partage", "portable partage", "shared telephone", "shared phone"),
    ),
    Column(
        "email", _l("E-mail address"),
        ("courriel", "mail", "mel", "adresse mail", "adresse electronique", "e-mail", "email"),
    ),
    Column(
        "language", _l("Language of messages and pages"),
        ("langue des messages", "langue de contact", "contact language"),
    ),
    Column("channel", _l("How to reach them"), ("canal", "contact prefere", "channel")),
    Column("needs", _l("What they need"), ("besoins", "needs", "besoins pratiques")),
    Column(
        "childcare", _l("Who looks after children at home"),
        ("garde d enfants", "garde des enfants", "childcare"),
    ),
    Column(
        "interpreter", _l("An interpreter on the telephone is fine"),
        ("interprete", "interpreter"),
    ),
    Column(
        "private", _l("Never shares a room"), ("chambre seule", "chambre individuelle", "private"),
    ),
    Column(
        "wishes", _l("Wishes, in order"),
        ("souhaits", "voeux", "productions", "productions souhaitees", "wishes"),
    ),
    Column("frames", _l("Kinds of visit"), ("cadres", "cadre", "type de visite", "frames")),
    Column(
        "available", _l("Days on which they can be away"),
        ("disponibilites", "disponible", "dates", "availability"),
    ),
    Column(
        "available_from", _l("Away from"),
        ("disponible du", "disponible a partir du", "debut", "a partir du", "du", "from"),
    ),
    Column(
        "available_until", _l("Away until"),
        ("disponible jusqu au", "disponible au", "jusqu au", "fin", "au", "until"),
    ),
    Column(
        "engagements", _l("Courses and appointments"),
        ("cours", "engagements", "rendez vous", "courses"),
    ),
    Column(
        "civic_days", _l("Civic days"),
        ("journees civiques", "formation civique", "journees citoyennes", "civic training"),
    ),
    Column("centre", _l("Reception centre"), ("cada", "huda", "cph", "centre d hebergement")),
    Column("notice_days", _l("They must know so many days before"), ("delai", "notice")),
    Column("notice_reason", _l("What has to be arranged"), ("raison du delai", "notice reason")),
)  # fmt: skip
COLUMNS: Final = (*OF_A_PERSON, *OF_A_PARTY)
