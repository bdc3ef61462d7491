#!/usr/bin/env bash
# Makes the files of this folder with Debian's tools, as phones, cameras and desktop programs write
# them. The files are committed, so tests do not need these tools:
#   apt-get install ffmpeg imagemagick libheif-examples libimage-exiftool-perl webp
# `make.sh NAME…` makes only these files.
set -euo pipefail
cd "$(dirname "$0")"
photo=../../supabase/seed/photos/espresso-cup.jpg
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
only=("$@")

# Runs a recipe, unless other files were named. A recipe writes the file "$1".
make() {
  if [ ${#only[@]} = 0 ] || [[ " ${only[*]} " == *" $1 "* ]]; then
    rm -f "$1"
    "$2" "$1"
    [ "$(stat -c %s "$1")" -le 60000 ] || { echo "$1 is larger than 60 KB" >&2; exit 1; }
    echo "$1"
  fi
}

# The metadata that must not be in any stored file: the place, the device, the author, and dates.
place=(-GPSLatitude=52.5163 -GPSLatitudeRef=N -GPSLongitude=13.3777 -GPSLongitudeRef=E)
device=(-Make=Leica -Model='Leica Q3' -SerialNumber=SN52163 -DateTimeOriginal='2026:05:04 10:11:12')
tag() {
  exiftool -q -overwrite_original "${place[@]}" "${device[@]}" -EXIF:Artist='Anna Beispiel' \
    -XMP-dc:Creator='Anna Beispiel' -XMP-photoshop:City=Beispielstadt "$@"
}
# A part of the picture is transparent.
hole() {
  convert "$photo" -strip -resize "$1" \( +clone -colorspace gray -threshold 40% \) \
    -alpha off -compose CopyOpacity -composite "${@:2}"
}
scene() { convert "$photo" -strip -resize "${2:-480x320}" -quality "${3:-78}" "$1"; }

# --- JPEG

phone_jpg() {
  scene "$1"
  scene "$work/small.jpg" 160x107 60
  tag -IPTC:City=Beispielstadt '-ThumbnailImage<='"$work/small.jpg" -Orientation#=6 \
    -Comment='taken by Anna Beispiel' "$1"
}
progressive_jpg() {
  convert "$photo" -strip -resize 480x320 -interlace Plane -sampling-factor 1x1 -quality 70 "$1"
  tag "$1"
}
grey_jpg() { convert "$photo" -strip -resize 480x320 -colorspace Gray -quality 75 "$1"; tag "$1"; }
cmyk_jpg() { convert "$photo" -strip -resize 480x320 -colorspace CMYK -quality 70 "$1"; tag "$1"; }
# A restart marker follows each group of blocks.
restart_jpg() {
  scene "$work/scene.png"
  quiet_ffmpeg -i "$work/scene.png" -threads 8 -slices 8 -pix_fmt yuvj420p -c:v mjpeg -q:v 4 \
    -frames:v 1 -update 1 "$1"
  tag "$1"
}

# --- HEIC and AVIF

iphone_heic() { scene "$work/scene.png"; heif-enc -q 45 -t 160 "$work/scene.png" -o "$1"; tag "$1"; }
iphone_10bit_heic() {
  convert "$photo" -strip -resize 480x320 -depth 16 "$work/scene.png"
  heif-enc -q 45 -b 10 "$work/scene.png" -o "$1"
  tag "$1"
}
still_avif() { scene "$work/scene.png"; heif-enc -A -q 50 "$work/scene.png" -o "$1"; tag "$1"; }
still_10bit_avif() {
  scene "$work/scene.png"
  quiet_ffmpeg -i "$work/scene.png" -c:v libaom-av1 -still-picture 1 -crf 36 -cpu-used 8 \
    -pix_fmt yuv420p10le "$1"
  tag "$1"
}
animated_avif() {
  quiet_ffmpeg -f lavfi -i testsrc=size=64x48:rate=5 -t 1 -pix_fmt yuv420p -f avif "$1"
}

# --- PNG

screenshot_png() {
  convert -size 360x640 gradient:'#fdf6e3'-'#268bd2' -fill '#333' -draw 'rectangle 20,20 340,90' \
    -fill '#ccc' -draw 'roundrectangle 20,120 260,180 12,12' -depth 8 "png24:$1"
  tag -PNG:Comment='taken by Anna Beispiel' "$1"
}
interlaced_png() { hole 240x160 -colors 64 -interlace Plane "png8:$1"; tag "$1"; }
transparent_png() { hole 160x107 "png32:$1"; tag "$1"; }
deep_png() { convert "$photo" -strip -resize 96x64 -depth 16 "png48:$1"; tag "$1"; }
animated_png() {
  quiet_ffmpeg -f lavfi -i testsrc2=size=160x120:rate=4:duration=1.5 -plays 0 -f apng "$1"
  tag "$1"
}
uhd_png() { convert -size 3840x2160 gradient:orange-navy -depth 8 "png24:$1"; tag "$1"; }

# --- WebP

phone_webp() {
  scene "$work/scene.jpg"
  tag -Orientation#=6 "$work/scene.jpg"
  cwebp -quiet -metadata all -q 60 "$work/scene.jpg" -o "$1"
}
lossless_webp() {
  hole 120x80 "$work/scene.png"
  cwebp -quiet -lossless "$work/scene.png" -o "$1"
  tag "$1"
}
animated_webp() {
  quiet_ffmpeg -f lavfi -i testsrc2=size=160x120:rate=4:duration=1.5 "$work/frame%d.png"
  img2webp -loop 0 -d 250 -lossy -q 50 "$work"/frame*.png -o "$1" >"$work/log" 2>&1
  tag "$1"
}
uhd_webp() {
  convert -size 3840x2160 gradient:orange-navy "$work/scene.png"
  cwebp -quiet -m 0 -q 40 "$work/scene.png" -o "$1"
  tag "$1"
}

# --- GIF

still_gif() { hole 120x80 -colors 32 "$1"; gif_tag "$1"; }
animated_gif() {
  quiet_ffmpeg -f lavfi -i testsrc2=size=160x120:rate=4:duration=1.5 -loop 0 "$1"
  gif_tag "$1"
}
# The first frame covers only a part of the canvas.
small_first_frame_gif() {
  convert -delay 20 -loop 0 \( "$photo" -strip -resize 60x40 -colors 16 -repage 160x120+40+30 \) \
    \( "$photo" -strip -resize 90x60 -colors 16 -repage 160x120+20+50 \) "$1"
  gif_tag "$1"
}
gif_tag() {
  exiftool -q -overwrite_original -Comment='taken by Anna Beispiel' \
    -XMP-dc:Creator='Anna Beispiel' -XMP-photoshop:City=Beispielstadt "$1"
}

# --- Videos: a test picture and a tone, one second long

quiet_ffmpeg() { ffmpeg -nostdin -hide_banner -loglevel error -y "$@"; }
picture=(-f lavfi -i testsrc2=size=320x180:rate=12:duration=1)
tone=(-f lavfi -i sine=frequency=440:sample_rate=44100:duration=1)
h264=(-c:v libx264 -preset veryfast -crf 36 -pix_fmt yuv420p)
hevc=(-c:v libx265 -preset veryfast -crf 38 -pix_fmt yuv420p -tag:v hvc1 -x265-params log-level=none)
aac=(-c:a aac -b:a 32k -ac 1)
dates=(-metadata creation_time=2026-05-04T10:11:12Z)
apple=(
  -movflags use_metadata_tags "${dates[@]}"
  -metadata com.apple.quicktime.location.ISO6709=+52.5163+013.3777+034.000/
  -metadata com.apple.quicktime.make=Leica -metadata com.apple.quicktime.model='Leica Q3'
  -metadata com.apple.quicktime.author='Anna Beispiel'
  -metadata com.apple.quicktime.creationdate=2026-05-04T12:11:12+0200
)
android=("${dates[@]}" -metadata location=+52.5163+013.3777/ -metadata artist='Anna Beispiel')
# The place, the author and the device in the boxes `©xyz`, `©mak` and others of `udta`.
user_data=(
  -UserData:GPSCoordinates='52.5163, 13.3777, 34' -UserData:Make=Leica -UserData:Model='Leica Q3'
  -UserData:Author='Anna Beispiel'
)

iphone_mov() {
  quiet_ffmpeg "${picture[@]}" "${tone[@]}" "${h264[@]}" "${aac[@]}" "$work/upright.mov"
  quiet_ffmpeg -i "$work/upright.mov" -c copy "${apple[@]}" -metadata:s:v rotate=90 -f mov "$1"
  exiftool -q -overwrite_original "${user_data[@]}" "$1"
}
iphone_hevc_mov() {
  quiet_ffmpeg "${picture[@]}" "${tone[@]}" "${hevc[@]}" "${aac[@]}" "${apple[@]}" -f mov "$1"
}
camera_mov() {
  quiet_ffmpeg "${picture[@]}" "${tone[@]}" "${h264[@]}" -c:a pcm_s16be -ac 1 -ar 8000 \
    -timecode 10:11:12:00 "${dates[@]}" -f mov "$1"
  exiftool -q -overwrite_original "${user_data[@]}" "$1"
}
mjpeg_mov() {
  quiet_ffmpeg -f lavfi -i testsrc2=size=160x120:rate=5:duration=1 -c:v mjpeg -q:v 12 \
    -pix_fmt yuvj420p "${dates[@]}" -f mov "$1"
  exiftool -q -overwrite_original "${user_data[@]}" "$1"
}
android_mp4() {
  quiet_ffmpeg "${picture[@]}" "${tone[@]}" "${h264[@]}" "${aac[@]}" "$work/upright.mp4"
  quiet_ffmpeg -i "$work/upright.mp4" -c copy "${android[@]}" -metadata:s:v rotate=270 "$1"
}
faststart_mp4() {
  quiet_ffmpeg "${picture[@]}" "${h264[@]}" "${android[@]}" -movflags +faststart "$1"
}
fragmented_mp4() {
  quiet_ffmpeg "${picture[@]}" "${tone[@]}" "${h264[@]}" -g 6 "${aac[@]}" "${android[@]}" \
    -movflags frag_keyframe+empty_moov+default_base_moof "$1"
}
timecode_mp4() {
  quiet_ffmpeg "${picture[@]}" "${tone[@]}" "${h264[@]}" "${aac[@]}" "${android[@]}" \
    -timecode 10:11:12:00 "$1"
}
subtitles_mp4() {
  printf '1\n00:00:00,000 --> 00:00:01,000\nAnna Beispiel lives in Beispielstadt\n' >"$work/text.srt"
  quiet_ffmpeg "${picture[@]}" -i "$work/text.srt" "${h264[@]}" -c:s mov_text "${android[@]}" "$1"
}
chapters_mp4() {
  printf ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=900\ntitle=Anna Beispiel at home\n' \
    >"$work/chapters.txt"
  quiet_ffmpeg "${picture[@]}" "${tone[@]}" -i "$work/chapters.txt" -map 0 -map 1 -map_chapters 2 \
    "${h264[@]}" "${aac[@]}" "${android[@]}" "$1"
}
phone_3gp() {
  quiet_ffmpeg "${picture[@]}" "${tone[@]}" "${h264[@]}" "${aac[@]}" "${android[@]}" -f 3gp "$1"
}
itunes_m4v() {
  quiet_ffmpeg "${picture[@]}" "${tone[@]}" "${h264[@]}" "${aac[@]}" -metadata title='Anna Beispiel' \
    "${dates[@]}" -f ipod "$1"
}

# --- Files that are refused

scan_tif() { convert "$photo" -strip -resize 120x80 -compress LZW "$1"; tag "$1"; }
raw_dng() { convert "$photo" -strip -resize 120x80 -compress None "$1.tif"; mv "$1.tif" "$1"
  exiftool -q -overwrite_original -DNGVersion='1 4 0 0' -Make=Leica "$1"; }
picture_bmp() { convert "$photo" -strip -resize 96x64 "bmp3:$1"; }
picture_jxl() { scene "$work/scene.png" 160x107; quiet_ffmpeg -i "$work/scene.png" -c:v libjxl "$1"; }
picture_jp2() { convert "$photo" -strip -resize 160x107 -quality 40 "$1"; }
clip_webm() { quiet_ffmpeg "${picture[@]}" -c:v libvpx -b:v 100k "$1"; }
clip_avi() { quiet_ffmpeg "${picture[@]}" -c:v mpeg4 -q:v 20 "$1"; }

# --- A picture of a camera, edited in Adobe Photoshop, from the npm package exif-js (MIT)

camera_jpg() {
  (cd "$work" && npm pack --silent exif-js@2.3.0 >/dev/null && tar xzf exif-js-2.3.0.tgz)
  cp "$work/package/example/DSCN0614_small.jpg" "$1"
}

for name in phone.jpg progressive.jpg grey.jpg cmyk.jpg restart.jpg camera.jpg \
  iphone.heic iphone-10bit.heic still.avif still-10bit.avif animated.avif \
  screenshot.png interlaced.png transparent.png deep.png animated.png uhd.png \
  phone.webp lossless.webp animated.webp uhd.webp still.gif animated.gif small-first-frame.gif \
  iphone.mov iphone-hevc.mov camera.mov mjpeg.mov android.mp4 faststart.mp4 fragmented.mp4 \
  timecode.mp4 subtitles.mp4 chapters.mp4 phone.3gp itunes.m4v \
  scan.tif raw.dng picture.bmp picture.jxl picture.jp2 clip.webm clip.avi; do
  make "$name" "${name//[.-]/_}"
done
