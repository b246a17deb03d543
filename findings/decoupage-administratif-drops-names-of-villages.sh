#!/bin/sh
# @etalab/decoupage-administratif 6.0.0 (edition 2026) has lost 53 former communes that 5.3.0
# (edition 2025) lists as delegated or associated. What merged keeps a code in `anciensCodes` of the
# commune of today, but no name: 2,248 of 4,240 such codes have no record, and the village that
# gave its own code to the new commune has not even that. No earlier edition has all of them either.
# Valid input: data/communes.json of both editions, as the package gives it.
# Output seen: Touzac (16386) is a code of Bellevigne without a name; the only Touzac left is that of
# the Lot, 150 km away. Pfaffenhoffen is in no record at all.
# So names are taken from every edition since 0.7.0, and followed by their codes to the newest.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund \
    old@npm:@etalab/decoupage-administratif@5.3.0 new@npm:@etalab/decoupage-administratif@6.0.0
node - <<'NODE'
const [before, after] = ["old", "new"].map((name) => require(`./node_modules/${name}/data/communes.json`));
const isVillage = (record) => ["commune-deleguee", "commune-associee"].includes(record.type);
const key = (record) => `${record.code} ${record.nom} ${record.type}`;
const villages = new Set(after.filter(isVillage).map(key));
const lost = before.filter((record) => isVillage(record) && !villages.has(key(record)));
const codes = after.flatMap((record) => record.anciensCodes ?? []);
const known = new Set(after.map((record) => record.code));
const nameless = codes.filter((code) => !known.has(code));
const called = (name) => after.filter((record) => record.nom === name).map((record) => record.code);
const bellevigne = after.find((record) => record.code === "16204");
console.log(`${lost.length} villages lost; ${nameless.length} of ${codes.length} former codes without a record`);
console.log(`Touzac: ${called("Touzac")}; Pfaffenhoffen: ${called("Pfaffenhoffen").join() || "none"}`);
const asBefore =
  lost.length === 53 &&
  nameless.length === 2248 && codes.length === 4240 &&
  called("Touzac").join() === "46321" && called("Pfaffenhoffen").length === 0 &&
  bellevigne.anciensCodes.includes("16386");
process.exit(asBefore ? 0 : 1);
NODE
