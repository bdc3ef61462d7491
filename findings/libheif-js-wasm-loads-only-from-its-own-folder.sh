#!/usr/bin/env bash
# libheif-js 1.23.2 documents `require('libheif-js/wasm')` for Node. That file reads
# `./libheif-wasm/libheif.wasm`, a path that Node resolves from the working directory of the process
# and not from the package. So the import fails in every app, and works only if the process runs in
# the folder of the package, as its own tests do. `require('libheif-js/wasm-bundle')` helps.
#
# Seen on Node 20 with libheif-js 1.23.2:
#   wasm, in an app: ENOENT ./libheif-wasm/libheif.wasm
#   wasm, in the folder of the package: function
#   wasm-bundle, in an app: function
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent libheif-js@1.23.2
cat >try.cjs <<'JS'
const [, , where, entry] = process.argv
let seen
try {
  seen = typeof require(`libheif-js/${entry}`).HeifDecoder
} catch ({ code, path }) {
  seen = `${code} ${path}`
}
console.log(`${entry}, in ${where}: ${seen}`)
JS
output=$(
  node try.cjs 'an app' wasm
  (cd node_modules/libheif-js && node "$folder/try.cjs" 'the folder of the package' wasm)
  node try.cjs 'an app' wasm-bundle
)
echo "$output"
[ "$output" = 'wasm, in an app: ENOENT ./libheif-wasm/libheif.wasm
wasm, in the folder of the package: function
wasm-bundle, in an app: function' ]
