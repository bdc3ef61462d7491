#!/usr/bin/env bash
# @supabase/auth-js 2.109.0 reads the body of an error with a status below 500, but not of an error
# with status 500. The Auth server answers 500 when a trigger or a hook refuses a sign-up, and its
# body says why. The error that the app gets has the message "{}" and no code, and its class
# says that a repetition may help.
#
# Seen on Node 20 with @supabase/auth-js 2.109.0, with the same body both times:
#   status 422: AuthApiError, hook_failed, "Only members can join."
#   status 500: AuthRetryableFetchError, undefined, "{}"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @supabase/auth-js@2.109.0
cat >try.mjs <<'JS'
import { AuthClient } from '@supabase/auth-js'

for (const status of [422, 500]) {
  const body = { code: 'hook_failed', message: 'Only members can join.' }
  const headers = { 'x-supabase-api-version': '2024-01-01' }
  const auth = new AuthClient({
    url: 'http://auth.example',
    fetch: async () => Response.json(body, { status, headers }),
    persistSession: false,
    autoRefreshToken: false,
  })
  const { error } = await auth.signUp({ email: 'ana@example.com', password: 'a long password' })
  console.log(`status ${status}: ${error.name}, ${error.code}, "${error.message}"`)
}
JS
output=$(node try.mjs)
echo "$output"
[ "$output" = 'status 422: AuthApiError, hook_failed, "Only members can join."
status 500: AuthRetryableFetchError, undefined, "{}"' ]
