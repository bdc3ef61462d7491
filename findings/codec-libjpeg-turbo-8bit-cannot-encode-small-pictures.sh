#!/usr/bin/env bash
# @cornerstonejs/codec-libjpeg-turbo-8bit 1.2.8 can encode a JPEG only if the file has no more bytes
# than the pixels. But the headers of a JPEG alone have more than 500 bytes, and noise at quality 100
# needs more bytes than its pixels. For such a picture, `encode` fails with an error of WebAssembly
# that names no cause and differs with the picture, such as "memory access out of bounds".
#
# Seen on Node 20 with @cornerstonejs/codec-libjpeg-turbo-8bit 1.2.8:
#   1 x 1 grey: 3 bytes of pixels, RuntimeError
#   8 x 8 grey: 192 bytes of pixels, RuntimeError
#   64 x 64 grey: 12288 bytes of pixels, a JPEG of 563 bytes
#   32 x 32 noise: 3072 bytes of pixels, RuntimeError
# A caller can declare more bits for each sample than the picture has, so that the buffer is longer.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @cornerstonejs/codec-libjpeg-turbo-8bit@1.2.8
cat >try.cjs <<'JS'
const start = require('@cornerstonejs/codec-libjpeg-turbo-8bit/wasmjs')

const grey = () => 128
const noise = (index) => (index * 7919 * 31) % 257
const pictures = [
  [1, 'grey', 82],
  [8, 'grey', 82],
  [64, 'grey', 82],
  [32, 'noise', 100],
]
;(async () => {
  for (const [edge, content, quality] of pictures) {
    // Each picture has a module of its own, because a failure breaks the next picture as well.
    const { JPEGEncoder } = await start()
    const encoder = new JPEGEncoder()
    encoder.setQuality(quality)
    encoder.setSubSampling(0)
    const frame = { width: edge, height: edge, bitsPerSample: 8, componentCount: 3 }
    const pixels = encoder.getDecodedBuffer({ ...frame, isSigned: false, subSampling: 0 })
    pixels.set(Uint8Array.from(pixels, (_, index) => (content === 'grey' ? grey() : noise(index))))
    const { length } = pixels
    let result
    try {
      encoder.encode()
      result = `a JPEG of ${encoder.getEncodedBuffer().length} bytes`
    } catch (error) {
      result = error.name
    }
    console.log(`${edge} x ${edge} ${content}: ${length} bytes of pixels, ${result}`)
  }
})()
JS
output=$(node try.cjs)
echo "$output"
[ "$output" = '1 x 1 grey: 3 bytes of pixels, RuntimeError
8 x 8 grey: 192 bytes of pixels, RuntimeError
64 x 64 grey: 12288 bytes of pixels, a JPEG of 563 bytes
32 x 32 noise: 3072 bytes of pixels, RuntimeError' ]
