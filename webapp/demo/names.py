"""Invented names, of first names and surnames so common that together they mean nobody."""

from collections.abc import Collection
from random import Random

FIRST_NAMES = {
    "AF": (("Farid", "Hamid", "Jawad", "Nasir", "Omid", "Rahim", "Samir", "Zalmai"),
           ("Farida", "Laila", "Maryam", "Parwana", "Shabnam", "Zarmina")),
    "SD": (("Adam", "Bashir", "Idriss", "Khalid", "Mubarak", "Yasir"),
           ("Amal", "Hanan", "Iman", "Salma")),
    "SY": (("Anas", "Karim", "Nader", "Rami", "Tarek", "Ziad"),
           ("Dima", "Hala", "Nour", "Rima", "Yara")),
    "ER": (("Abel", "Dawit", "Filmon", "Natnael", "Robel", "Yonas"),
           ("Feven", "Helen", "Rahwa", "Selam", "Winta")),
    "UA": (("Andriy", "Bohdan", "Ihor", "Maksym", "Taras"),
           ("Daryna", "Halyna", "Iryna", "Kateryna", "Oksana", "Solomiya")),
    "CD": (("Christian", "Dieumerci", "Glody", "Héritier", "Jonathan"),
           ("Béatrice", "Chancelle", "Grâce", "Merveille", "Ruth")),
    "GN": (("Alpha", "Boubacar", "Ibrahima", "Mamadou", "Ousmane"),
           ("Aïssatou", "Fatoumata", "Kadiatou", "Mariama")),
    "BD": (("Arif", "Habib", "Jahid", "Rakib", "Shahin"), ("Nasrin", "Rupa", "Salma")),
    "TR": (("Baran", "Deniz", "Emre", "Serhat"), ("Berfin", "Dilan", "Elif", "Zeynep")),
    "SO": (("Abdi", "Bile", "Hassan", "Liban"), ("Asha", "Hodan", "Ifrah", "Sahra")),
    "RU": (("Artyom", "Ilya", "Mikhail", "Timur"), ("Anya", "Darya", "Lena", "Sofia")),
}  # fmt: skip
"""First names by country of birth, men's then women's; it is not kept once a name is made."""

OTHERS = (("Amir", "David", "Elias", "Luka", "Samuel"), ("Anna", "Elena", "Mira", "Sara"))

HOSTS = (
    ("Alain", "Bruno", "Denis", "Étienne", "Gilles", "Hervé", "Luc", "Rémi", "Yann"),
    ("Anne", "Brigitte", "Claire", "Élise", "Hélène", "Lucie", "Maud", "Odile", "Sylvie"),
)

SURNAMES = {
    "AF": (
        "Ahmadi",
        "Azizi",
        "Haidari",
        "Hosseini",
        "Karimi",
        "Mohammadi",
        "Noori",
        "Rahimi",
        "Rezai",
        "Sadat",
        "Safi",
        "Yousufi",
    ),
    "SD": ("Abdallah", "Adam", "Ahmed", "Hamid", "Ibrahim", "Ismail", "Mohamed", "Osman"),
    "SY": ("Al Ahmad", "Al Ali", "Haddad", "Hamdan", "Ibrahim", "Khalil", "Mansour", "Saleh"),
    "ER": ("Abraham", "Berhane", "Gebremedhin", "Habte", "Haile", "Mehari", "Tekle", "Tesfay"),
    "UA": (
        "Bondarenko",
        "Kovalenko",
        "Kravchenko",
        "Marchenko",
        "Melnyk",
        "Savchenko",
        "Tkachenko",
    ),
    "CD": ("Ilunga", "Kabongo", "Kalala", "Lukusa", "Mbuyi", "Mukendi", "Mwamba", "Ngoy"),
    "GN": ("Bah", "Barry", "Camara", "Condé", "Diallo", "Keita", "Soumah", "Sow", "Sylla"),
    "BD": ("Ahmed", "Akter", "Hossain", "Islam", "Khan", "Miah", "Rahman", "Uddin"),
    "TR": ("Aslan", "Aydın", "Çelik", "Demir", "Kaya", "Şahin", "Yıldız", "Yılmaz"),
    "SO": ("Abdi", "Ali", "Farah", "Hassan", "Jama", "Mohamud", "Nur", "Warsame"),
    "RU": ("Chernykh", "Dolgikh", "Kosykh", "Sedykh", "Dzhabrailov", "Magomadov"),
}
"""Surnames that very many bear, by country of birth."""

OTHER_SURNAMES = ("Costa", "Da Silva", "Fernando", "Hasan", "Koné", "Kumar", "Touré", "Traoré")

HOST_SURNAMES = (
    "Bernard", "Blanchard", "Chevalier", "Dubois", "Durand", "Fournier", "Girard", "Guérin",
    "Lambert", "Lefebvre", "Leroy", "Marchand", "Mercier", "Morel", "Renard", "Robin", "Roussel",
    "Simon", "Vasseur", "Vincent",
)  # fmt: skip

FARM_KINDS = {
    "vegetables": ("Le Potager", "Les Jardins"), "sheep-goats": ("La Chèvrerie", "La Bergerie"),
    "mixed-farming": ("La Ferme", "GAEC"), "fruit": ("Les Vergers", "Le Clos"),
    "dairy": ("GAEC", "La Laiterie"), "bees": ("Les Ruches", "Le Rucher"),
    "beef": ("L’Élevage", "La Ferme"), "poultry": ("La Basse-cour", "La Ferme"),
    "vineyard": ("Le Domaine", "Les Vignes"), "cereals": ("La Ferme", "Le Moulin"),
}  # fmt: skip
FARM_PLACES = (
    "des Marais", "du Ruisseau", "de la Lande", "du Bois Joli", "des Trois Chênes",
    "de la Fontaine", "du Pré Long", "des Aubépines", "de la Colline", "du Vieux Puits",
    "des Hirondelles", "de la Grange", "du Chemin Creux", "des Saules", "de la Source",
    "du Grand Champ", "des Genêts", "de la Butte", "du Petit Pont", "des Noisetiers",
)  # fmt: skip


def surname(rng: Random, born_in: str) -> str:
    """Draw a surname."""
    return rng.choice(SURNAMES.get(born_in, OTHER_SURNAMES))


def first_name(rng: Random, born_in: str, sex: str, taken: Collection[str] = ()) -> str:
    """Draw a first name that nobody of the household has; a very large one borrows from all."""
    for men, women in (FIRST_NAMES.get(born_in, OTHERS), OTHERS, *FIRST_NAMES.values()):
        left = [name for name in (women if sex == "woman" else men) if name not in taken]
        if left:
            return rng.choice(left)
    raise ValueError("A household has more people than there are names: add some.")


def farm_name(rng: Random, production: str) -> str:
    """Make a farm's name up."""
    return f"{rng.choice(FARM_KINDS[production])} {rng.choice(FARM_PLACES)}"


def hosts(rng: Random, *, woman: bool, alone: bool, known: str = "") -> str:
    """Draw who lives at a farm, of one name: ``Anne et Luc Durand``.

    Parameters
    ----------
    woman
        Whether a woman is one of them.
    known
        First name and surname of the one who signs in, if it is known already.
    """
    men, women = HOSTS
    first, _, family = known.partition(" ")
    first = first or rng.choice(women if woman else men)
    family = family or rng.choice(HOST_SURNAMES)
    if alone:
        return f"{first} {family}"
    others = men if first in women or not woman else women
    return f"{first} et {rng.choice([name for name in others if name != first])} {family}"


def is_womans(name: str) -> bool:
    """Return whether the first name of a host is a woman's."""
    return name.partition(" ")[0] in HOSTS[1]


def first_of(host_names: str) -> str:
    """Return the one who is named first, with their surname."""
    first, _, rest = host_names.partition(" et ")
    return f"{first} {rest.rpartition(' ')[2]}" if rest else first
