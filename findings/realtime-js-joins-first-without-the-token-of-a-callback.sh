#!/usr/bin/env bash
# @supabase/realtime-js 2.119.1 takes the access token from a callback, `accessToken`. The first join
# of a private channel is sent before the promise of the callback resolves, so the join carries no
# token, and a server that checks the policies treats the client as anonymous. The token follows in a
# message of its own, after the join. `await client.setAuth()` before `subscribe()` helps.
#
# Seen on Node 20 with @supabase/realtime-js 2.119.1 and a transport that answers nothing:
#   subscribe at once: the join has the token: false
#   setAuth first: the join has the token: true
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @supabase/realtime-js@2.119.1
cat >try.mjs <<'JS'
import { RealtimeClient } from '@supabase/realtime-js'

const sent = []
class Transport {
  readyState = 0
  constructor() {
    setTimeout(() => {
      this.readyState = 1
      this.onopen?.({})
    }, 20)
  }
  send(text) {
    sent.push(JSON.parse(text))
  }
  close() {}
}

for (const [name, isFirst] of [['subscribe at once', false], ['setAuth first', true]]) {
  sent.length = 0
  const client = new RealtimeClient('ws://realtime.example/socket', {
    transport: Transport,
    params: { apikey: 'key' },
    accessToken: async () => 'token of the user',
  })
  if (isFirst) await client.setAuth()
  client.channel('room', { config: { private: true } }).subscribe()
  await new Promise((resolve) => setTimeout(resolve, 200))
  const join = sent.find((frame) => frame[3] === 'phx_join')
  console.log(`${name}: the join has the token: ${join[4].access_token === 'token of the user'}`)
}
process.exit(0)
JS
output=$(node try.mjs 2>/dev/null)
echo "$output"
[ "$output" = 'subscribe at once: the join has the token: false
setAuth first: the join has the token: true' ]
