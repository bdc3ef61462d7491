#!/usr/bin/env bash
# twitter-text 3.1.0 lists special characters that may be part of a hashtag, such as the middle dot of
# Catalan `#col·laboració`. The list is not bound to a script or to a place. So a hashtag also contains
# these characters at its end and between letters where they are punctuation: the Japanese sign for
# "from … to", and the Greek semicolon. The list lacks the half-width middle dot of Japanese, the
# middle dot of Taiwan and the numeral 〇, and no hashtag begins after a Japanese letter.
#
# Seen on Node 20 with twitter-text 3.1.0:
#   What are the hashtags?
#   #col·laboració: col·laboració
#   #sea· and: sea·
#   #東京～大阪: 東京～大阪
#   #καλημέρα·κόσμε: καλημέρα·κόσμε
#   #ｺﾝ･ﾆﾁ: ｺﾝ
#   #阿諾‧史瓦辛格: 阿諾
#   #二〇二四年: 二
#   今日は#夕焼け:
# A parser that copies the list therefore cuts some words and swallows some punctuation.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent twitter-text@3.1.0
cat >try.cjs <<'JS'
const { extractHashtags } = require('twitter-text')

const texts = [
  ...['#col·laboració', '#sea· and', '#東京～大阪', '#καλημέρα·κόσμε', '#ｺﾝ･ﾆﾁ', '#阿諾‧史瓦辛格'],
  ...['#二〇二四年', '今日は#夕焼け'],
]
for (const text of texts) console.log(`${text}: ${extractHashtags(text).join(' ')}`.trimEnd())
JS
output=$(node try.cjs)
echo "What are the hashtags?"
echo "$output"
[ "$output" = '#col·laboració: col·laboració
#sea· and: sea·
#東京～大阪: 東京～大阪
#καλημέρα·κόσμε: καλημέρα·κόσμε
#ｺﾝ･ﾆﾁ: ｺﾝ
#阿諾‧史瓦辛格: 阿諾
#二〇二四年: 二
今日は#夕焼け:' ]
