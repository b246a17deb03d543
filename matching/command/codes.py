"""The codes of the published format: an engine takes any, a slip of the pen matches nobody."""

LANGUAGES = (
    "fr", "en", "ar", "prs", "ps", "ti", "uk", "ru", "bn", "so", "tr", "ln", "ff", "ur", "fa",
    "am", "om", "sw", "sus", "man", "dyu", "bm", "kmr", "ckb", "ta", "ce", "ka", "sq", "es", "de",
    "pt", "it", "fur",
)  # fmt: skip
FRAMES = ("discovery", "immersion")
PRODUCTIONS = (
    "vegetables", "horticulture", "vineyard", "fruit", "dairy", "beef", "mixed-cattle",
    "sheep-goats", "pigs", "poultry", "cereals", "mixed-farming", "bees", "other",
)  # fmt: skip
NEEDS = (
    "no-dogs", "lockable-room", "woman-host", "women-only-group", "step-free", "quiet-place",
    "station-pickup", "no-pork", "halal-menu", "vegetarian", "childcare", "accompanied-trip",
)  # fmt: skip
