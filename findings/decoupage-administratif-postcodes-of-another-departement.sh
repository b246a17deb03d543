#!/bin/sh
# In @etalab/decoupage-administratif 6.0.0, 23 metropolitan communes have a postcode that begins with
# the number of another département than their own; 21 of them have no other. La Poste serves them
# from across the border, and Corsica's 2A and 2B have postcodes in 20.
# Valid input: `codesPostaux` and `departement` of every current commune of zone "metro".
# Output seen: Éloise (74, Haute-Savoie) has 01200 (Ain) only; Lajoux (39) has 01410 and 39310.
# So a département is read from the commune, and a postcode and a département that disagree are both
# taken for what they are.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @etalab/decoupage-administratif@6.0.0
node - <<'NODE'
const all = require("./node_modules/@etalab/decoupage-administratif/data/communes.json");
const metropolitan = all.filter((c) => c.type === "commune-actuelle" && c.zone === "metro");
const begins = (c) => (["2A", "2B"].includes(c.departement) ? "20" : c.departement);
const elsewhere = (c, postcode) => !postcode.startsWith(begins(c));
const some = metropolitan.filter((c) => c.codesPostaux.some((postcode) => elsewhere(c, postcode)));
const only = some.filter((c) => c.codesPostaux.every((postcode) => elsewhere(c, postcode)));
for (const c of some) console.log(`${c.nom} (${c.departement}): ${c.codesPostaux}`);
console.log(`${some.length} of ${metropolitan.length}, ${only.length} with no other postcode`);
process.exit(some.length === 23 && only.length === 21 ? 0 : 1);
NODE
