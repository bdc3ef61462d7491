#!/bin/sh
# Makes the files of this folder with Debian's ffmpeg and heif-enc (libheif-examples).
set -eu
cd "$(dirname "$0")"
photo=../../../supabase/seed/photos/mountain-trail.jpg
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# part NAME FILTER [FORMAT]: a part of the photograph as PNG
part() {
  ffmpeg -v error -y -i "$photo" -vf "$2" -pix_fmt "${3:-rgb24}" "$work/$1.png"
}

# The four quarters of a picture of 512x512 pixels, which tests join to a grid.
part quarters scale=512:512
for at in 0:0 256:0 0:256 256:256; do
  ffmpeg -v error -y -i "$work/quarters.png" -vf "crop=256:256:$at" "$work/quarter.png"
  heif-enc -q 45 "$work/quarter.png" -o "quarter-$(echo $at | tr : -).heic"
done

# A tile as large and detailed as those of an iPhone: 48 of them are 12 megapixels and 2 MB.
part tile crop=512:512:300:200
heif-enc -q 40 "$work/tile.png" -o tile.heic

part small scale=256:192
heif-enc -q 50 "$work/small.png" -o still.heic
heif-enc -q 50 -p chroma=444 "$work/small.png" -o chroma-444.heic
heif-enc -q 50 -p chroma=422 "$work/small.png" -o chroma-422.heic
heif-enc -q 50 "$work/small.png" -o still.avif

part odd scale=255:191
heif-enc -q 50 "$work/odd.png" -o odd-size.heic

part ten scale=256:192 rgb48be
heif-enc -q 50 -b 10 "$work/ten.png" -o ten-bits.heic
ffmpeg -v error -y -i "$work/ten.png" -c:v libaom-av1 -still-picture 1 -crf 32 -pix_fmt yuv420p10le \
  ten-bits.avif

part gray scale=256:192 gray
heif-enc -q 50 "$work/gray.png" -o gray.heic

part alpha "scale=256:192,format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='if(lt(X,128),255,90)'" rgba
heif-enc -q 50 "$work/alpha.png" -o alpha.heic
