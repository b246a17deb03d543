#!/bin/sh
# @etalab/decoupage-administratif 6.0.0 is the first with an index.js, and it reads ./data/… from the
# current folder instead of its own: require() of the package by its name fails with ENOENT wherever
# one stands, but inside the package itself.
# Valid input: require("@etalab/decoupage-administratif") after npm install, from the project's folder.
# Output seen (Node 20): "ENOENT: no such file or directory, open './data/arrondissements.json'"; from
# within node_modules/@etalab/decoupage-administratif the same line gives the six tables.
# So the files under data/ are read by their path.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @etalab/decoupage-administratif@6.0.0
cat > required.js <<'NODE'
try {
  console.log(Object.keys(require("@etalab/decoupage-administratif")).join(" "));
} catch (error) {
  console.log(`${error.code} ${error.path}`);
}
NODE
outside=$(node required.js)
inside=$(cd node_modules/@etalab/decoupage-administratif && node ../../../required.js)
echo "from the project: $outside"
echo "from the package: $inside"
[ "$outside" = "ENOENT ./data/arrondissements.json" ] &&
    [ "$inside" = "arrondissements communes departements epci ept regions" ]
