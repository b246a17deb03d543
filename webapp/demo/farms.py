"""Invented farms on real communes, their offers and their slots."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from webapp.demo import names, places
from webapp.demo.distributions import PRODUCTION_OF, draw, draw_arrival, draw_several, table
from webapp.ground.clock import today
from webapp.ground.telephones import FICTION_MOBILE
from webapp.models import (
    Farm,
    FarmAct,
    FarmDecision,
    FarmState,
    Offer,
    OfferState,
    Room,
    Slot,
    User,
)

DESCRIPTIONS = {
    "vegetables": "Une promenade dans les serres et les planches, les semis, le marché du samedi.",
    "sheep-goats": "Les bêtes au pré, la traite du soir, le fromage que l’on goûte ensemble.",
    "mixed-farming": "Des champs aux animaux, comment une ferme se nourrit elle-même.",
    "fruit": "Le verger de saison en saison, la taille, la cave et le jus.",
    "dairy": "Les vaches, la salle de traite, le chemin du lait.",
    "bees": "Une ruche ouverte, le miel que l’on goûte, la prairie des abeilles.",
    "beef": "Les pâtures à pied, les vaches et leurs veaux, la vie d’un élevage.",
    "poultry": "Les parcours des volailles, les œufs du matin, le marché.",
    "vineyard": "La vigne au fil de l’année, la cave, les gestes du vigneron.",
    "cereals": "Du blé à la farine, les machines expliquées, le pain du fournil.",
}
TITLES = {
    "vegetables": "Découvrir le maraîchage", "sheep-goats": "Chèvres, brebis et fromage",
    "mixed-farming": "La vie d’une petite ferme", "fruit": "Au verger",
    "dairy": "Autour des vaches", "bees": "Le monde des abeilles",
    "beef": "Un élevage en plein air", "poultry": "Poules, œufs et marché",
    "vineyard": "Dans les vignes", "cereals": "Du champ au pain",
}  # fmt: skip
ANIMALS = {"sheep-goats", "dairy", "beef", "mixed-farming"}
PRESENTATIONS = {
    True: "Nous vivons ici toute l’année, au rythme des bêtes, et aimons montrer notre métier.",
    False: "Une ferme à taille humaine, où chaque saison change le travail et la table.",
}
"""What farms tell of themselves, with animals and without."""
FIXED_LINES = {
    "Île-de-France": "+3319900",
    **dict.fromkeys(
        ("Bretagne", "Centre-Val de Loire", "Normandie", "Pays de la Loire"), "+3326191"
    ),
    **dict.fromkeys(("Bourgogne-Franche-Comté", "Grand Est", "Hauts-de-France"), "+3335301"),
    **dict.fromkeys(("Auvergne-Rhône-Alpes", "Corse", "Provence-Alpes-Côte d'Azur"), "+3346571"),
    **dict.fromkeys(("Nouvelle-Aquitaine", "Occitanie"), "+3353649"),
}
"""How the numbers of fixed lines begin that are kept for fiction, by region."""
NOT_YET_VETTED = 0.12


GATES = "On referme chaque barrière derrière soi."
"""What farms with animals add to their house rules."""


@dataclass(frozen=True)
class FarmMaker:
    """Makes farms of one programme: `shares` says in which regions they lie."""

    rng: Random
    shares: dict[str, float]

    def make(self, farmer: str = "") -> Farm:
        """Make a farm with its rooms, of someone whose name is known, or of anybody."""
        region = draw(self.rng, self.shares)
        otex = table("farm_otex_hosting_by_region")["shares"].get(
            region, table("farm_otex_hosting")["shares"]
        )
        production = PRODUCTION_OF[draw(self.rng, otex)]
        village = places.draw_village(self.rng, region)
        point = places.near(self.rng, village.point)
        alone = self.rng.random() < 0.2
        woman = self.rng.random() < table("farm_capacity")["woman_in_household"]
        if farmer:
            woman = names.is_womans(farmer) or (woman and not alone)
        dogs = self.rng.random() < table("farm_capacity")["dog_on_site"]
        return Farm(
            name=names.farm_name(self.rng, production),
            commune=village.code,
            address=f"{self.rng.randint(1, 60)} chemin {self.rng.choice(names.FARM_PLACES)}",
            latitude=point.latitude,
            longitude=point.longitude,
            host_names=names.hosts(self.rng, woman=woman, alone=alone, known=farmer),
            phone=self._phone(region),
            productions=[production],
            languages=draw_several(self.rng, table("host_languages")["prob"]),
            adults=1 if alone else 2,
            woman_host=woman,
            features=self._features(dogs),
            hazards=self._hazards(production, dogs),
            house_rules=_house_rules(village.code, dogs=dogs),
            house_words=GATES if production in ANIMALS else None,
            station=places.nearest_town(village),
            presentation=PRESENTATIONS[production in ANIMALS],
            rooms=self._rooms(),
        )

    def approve(self, farm: Farm, coordinators: list[User]) -> None:
        """Let the farm go through the checklist and both approvals, some months ago."""
        farm.meet(on=today() - timedelta(days=120))
        farm.charter_signed_on = farm.host_trained_on = today() - timedelta(days=110)
        farm.insured_until = today() + timedelta(days=300)
        farm.lodging_seen = farm.references_seen = farm.record_seen = True
        farm.approved_until = today() + timedelta(days=300)
        for coordinator in coordinators:
            yes = FarmDecision(user=coordinator, act=FarmAct.APPROVED, until=farm.approved_until)
            farm.decisions.append(yes)
        farm.state = FarmState.APPROVED

    def make_offer(self, farm: Farm) -> Offer:
        """Make an open offer of the farm's production."""
        production = farm.productions[0]
        french = table("french_functional_level")["given_origin"]["non_francophone"]
        capacity = table("farm_capacity")
        offer = Offer(
            farm=farm,
            title=TITLES[production],
            description=DESCRIPTIONS[production],
            production=production,
            min_french="A0" if self.rng.random() < 0.5 else draw(self.rng, french),
            children=self.rng.random() < capacity["accepts_family"],
            women_only=self.rng.random() < capacity["accepts_women_only"],
            exclusive=len(farm.rooms) == 1 and self.rng.random() < 0.5,
            nights=int(draw(self.rng, table("stay_nights")["shares"])),
            hazards=list(farm.hazards),
            state=OfferState.OPEN,
        )
        offer.open_rooms({room.id: room.beds for room in farm.rooms})
        return offer

    def make_slot(self, offer: Offer, first: date, last: date) -> Slot | None:
        """Make a slot that arrives between two days; none where the farm has no room for it."""
        days = [
            day
            for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
            if not any(
                slot.arrival < day + timedelta(days=offer.nights) and day < slot.departure
                for other in offer.farm.offers
                for slot in other.slots
            )
        ]
        if not days:
            return None
        arrival = draw_arrival(self.rng, offer.production, days)
        return Slot(
            offer=offer,
            farm=offer.farm,
            arrival=arrival,
            departure=arrival + timedelta(days=offer.nights),
            opened=offer.opened,
            beds=offer.beds_open,
        )

    def _phone(self, region: str) -> str:
        """Draw a number kept for fiction; half of the farms give their mobile."""
        fixed = FIXED_LINES[region]
        start = fixed if self.rng.random() < 0.5 else FICTION_MOBILE
        return f"{start}{self.rng.randint(0, 9_999):04d}"

    def _rooms(self) -> list[Room]:
        capacity = table("farm_capacity")
        beds = int(draw(self.rng, capacity["beds_at_once"]))
        wanted = 1 if draw(self.rng, capacity["separate_rooms"]) == "1" else 2
        split = [beds] if wanted > beds or wanted == 1 else [beds - beds // 2, beds // 2]
        lockable = self.rng.random() < capacity["room_lockable"]
        return [
            Room(name=f"Chambre {number}", beds=each, lockable=lockable)
            for number, each in enumerate(split, 1)
        ]

    def _features(self, dogs: bool) -> list[str]:
        capacity = table("farm_capacity")
        chances = {
            "step-free": capacity["step_free_access"],
            "quiet-place": 0.8,
            "station-pickup": capacity["pickup_at_station"],
            "no-pork": capacity["halal_or_no_pork_possible"],
            "vegetarian": capacity["vegetarian_possible"],
            "accompanied-trip": 0.4,
        }
        found = [] if dogs else ["no-dogs"]
        found += draw_several(self.rng, chances)
        return found + (["halal-menu"] if "no-pork" in found and self.rng.random() < 0.7 else [])

    def _hazards(self, production: str, dogs: bool) -> list[str]:
        found = ["birthing-period", "heavy-animals"] if production in ANIMALS else []
        found += ["bees"] if production == "bees" else []
        found += ["dogs"] if dogs else []
        return found + draw_several(self.rng, {"mud-slopes": 0.3, "dust-pollen": 0.3})


def _house_rules(village: str, *, dogs: bool) -> list[str]:
    """Return what holds in a house: without a draw, so that no other thing is drawn otherwise."""
    number = int("".join(sign for sign in village if sign.isdecimal()))
    found = ["no-smoking" if number % 3 == 0 else "smoke-outside"]
    found += ["quiet-nights"] if number % 2 else ["shoes-off"]
    found += ["animals-inside"] if dogs and number % 4 == 0 else []
    return [*found, "no-internet" if number % 7 == 0 else "internet", "laundry"]
