#!/bin/sh
# Makes the files of this folder with Debian's ffmpeg and heif-enc (libheif-examples).
set -eu
cd "$(dirname "$0")"
photo=../../../supabase/seed/photos/mountain-trail.jpg
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A tile as large and detailed as those of an iPhone: 48 of them are 12 megapixels and 2 MB.
ffmpeg -v error -i "$photo" -vf crop=512:512:300:200 "$work/tile.png"
heif-enc -q 40 "$work/tile.png" -o tile.heic
heif-enc -q 55 "$work/tile.png" -o tile.avif

# Tiles of one colour, which tests join to a grid.
for color in red lime blue white; do
  ffmpeg -v error -f lavfi -i "color=$color:s=64x64,format=rgb24" -frames:v 1 "$work/$color.png"
  heif-enc -q 60 "$work/$color.png" -o "$color.heic"
done

# quarters NAME SIZE FORMAT [ALPHA]: a picture whose quarters are red and green, blue and white
quarters() {
  left='lt(X,W/2)' right='gte(X,W/2)' upper='lt(Y,H/2)' lower='gte(Y,H/2)'
  white="$right*$lower"
  planes="r='255*($left*$upper+$white)':g='255*($right*$upper+$white)':b='255*($left*$lower+$white)'"
  ffmpeg -v error -f lavfi -i "color=s=$2,format=gbrap,geq=$planes:a='${4:-255}',format=$3" \
    -frames:v 1 "$work/$1.png"
}

quarters still 256x192 rgb24
heif-enc -q 60 "$work/still.png" -o still.heic
heif-enc -q 60 -p chroma=444 "$work/still.png" -o chroma-444.heic
heif-enc -q 60 -p chroma=422 "$work/still.png" -o chroma-422.heic
heif-enc -L -p chroma=444 --matrix_coefficients=0 "$work/still.png" -o rgb.heic
heif-enc -q 60 "$work/still.png" -o still.avif

quarters odd 255x191 rgb24
heif-enc -q 60 "$work/odd.png" -o odd-size.heic

ffmpeg -v error -f lavfi -i "color=s=64x64,format=gbrp16,geq=r=65535:g=65535:b=65535,format=rgb48" \
  -frames:v 1 "$work/ten-white.png"
quarters ten 256x192 rgb48be
heif-enc -q 60 -b 10 "$work/ten.png" -o ten-bits.heic
ffmpeg -v error -y -i "$work/ten.png" -c:v libaom-av1 -still-picture 1 -crf 32 \
  -pix_fmt yuv420p10le ten-bits.avif

heif-enc -L -b 10 -p chroma=444 --matrix_coefficients=0 "$work/ten-white.png" -o white-10.heic

quarters alpha 256x192 rgba "if($left,255,90)"
heif-enc -q 60 "$work/alpha.png" -o alpha.heic

quarters gray 256x192 gray
heif-enc -q 60 "$work/gray.png" -o gray.heic
