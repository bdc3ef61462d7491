#!/usr/bin/env bash
# @decimalturn/toml-patch 3.3.0 edits TOML and keeps comments. When a table is deleted, `patch` also
# deletes a comment that stands by itself after the table, with blank lines on both sides. The
# comment belongs to no table, or to the next one. When the same table keeps its place and only
# loses its keys, the comment stays.
#
# Seen on Node 20 with @decimalturn/toml-patch 3.3.0:
#   Does the comment remain?
#   delete the table: false
#   delete its keys: true
# A tool that removes its own table from somebody's config file therefore also removes the comment of
# that person.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @decimalturn/toml-patch@3.3.0
cat >try.mjs <<'JS'
import { parse, patch } from '@decimalturn/toml-patch'

const text = `# Settings of the shop.
project_id = "shop"

[api]
port = 54321

# Ask Ana before you change the storage.

[storage]
enabled = true
`
const without = parse(text)
delete without.api
const emptied = parse(text)
delete emptied.api.port
console.log(`delete the table: ${patch(text, without).includes('Ask Ana')}`)
console.log(`delete its keys: ${patch(text, emptied).includes('Ask Ana')}`)
JS
output=$(node try.mjs)
echo "Does the comment remain?"
echo "$output"
[ "$output" = 'delete the table: false
delete its keys: true' ]
