"""Invented names: common first names with surnames that nobody bears."""

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

BEGINNINGS = ("Al", "Bar", "Dan", "El", "Far", "Gor", "Han", "Kal", "Lor", "Mar", "Nar", "Sal",
              "Tar", "Var", "Zan")  # fmt: skip
MIDDLES = ("a", "e", "i", "o", "ou")
ENDINGS = ("bel", "dine", "fal", "gan", "lor", "mine", "nel", "ras", "sen", "tal", "vane", "zor")

FARM_KINDS = {
    "vegetables": ("Le Potager", "Les Jardins"), "sheep-goats": ("La Chèvrerie", "La Bergerie"),
    "mixed-farming": ("La Ferme", "GAEC"), "fruit": ("Les Vergers", "Le Clos"),
    "dairy": ("GAEC", "La Laiterie"), "bees": ("Les Ruches", "Le Rucher"),
    "beef": ("L'Élevage", "La Ferme"), "poultry": ("La Basse-cour", "La Ferme"),
    "vineyard": ("Le Domaine", "Les Vignes"), "cereals": ("La Ferme", "Le Moulin"),
}  # fmt: skip
FARM_PLACES = (
    "des Marais", "du Ruisseau", "de la Lande", "du Bois Joli", "des Trois Chênes",
    "de la Fontaine", "du Pré Long", "des Aubépines", "de la Colline", "du Vieux Puits",
    "des Hirondelles", "de la Grange", "du Chemin Creux", "des Saules", "de la Source",
    "du Grand Champ", "des Genêts", "de la Butte", "du Petit Pont", "des Noisetiers",
)  # fmt: skip


def surname(rng: Random) -> str:
    """Make a surname up, of three pieces."""
    return rng.choice(BEGINNINGS) + rng.choice(MIDDLES) + rng.choice(ENDINGS)


def first_name(rng: Random, born_in: str, sex: str, taken: Collection[str] = ()) -> str:
    """Draw a first name that nobody of the household has."""
    for men, women in (FIRST_NAMES.get(born_in, OTHERS), OTHERS):
        left = [name for name in (women if sex == "woman" else men) if name not in taken]
        if left:
            return rng.choice(left)
    raise ValueError("A household has more people than there are names: add some.")


def farm_name(rng: Random, production: str) -> str:
    """Make a farm's name up."""
    return f"{rng.choice(FARM_KINDS[production])} {rng.choice(FARM_PLACES)}"
