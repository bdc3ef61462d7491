#!/bin/sh
# Makes the videos in this folder with Debian's ffmpeg and exiftool (libimage-exiftool-perl). The
# tests need only the results. Each video shows a red and a blue half for one second, with a tone.
set -eu
cd "$(dirname "$0")"

picture='color=red:size=80x90:rate=10,pad=160:90:0:0:blue'
tone='sine=frequency=440:sample_rate=44100'
place='-metadata location=+52.5163+013.3777/ -metadata make=Leica -metadata model=Anna
  -metadata creation_time=2024-05-06T07:08:09Z'
h264='-c:v libx264 -preset veryfast -g 5 -c:a aac -b:a 32k'
empty='frag_keyframe+empty_moov'

make() { # make <file> <options>: encodes the picture and the tone
  file=$1
  shift
  ffmpeg -y -v error -threads 1 -f lavfi -t 1 -i "$picture" -f lavfi -t 1 -i "$tone" \
    -map 0 -map 1 -pix_fmt yuv420p "$@" $place "$file"
}
mux() { # mux <file> <options>: puts the encoded tracks into another container
  file=$1
  shift
  ffmpeg -y -v error -i phone.mp4 "$@" -c:v copy -c:a copy $place "$file"
}

make phone.mp4 $h264
mux index-first.mp4 -movflags faststart
mux quicktime.mov -timecode 01:02:03:04
mux quicktime-keys.mov -movflags use_metadata_tags
mux turned.mov -metadata:s:v rotate=90
mux apple.m4v -f ipod
mux phone.3gp -f 3gp
mux fragments.mp4 -movflags $empty+default_base_moof
mux old-fragments.mp4 -movflags $empty
mux indexed-fragments.mp4 -movflags $empty+dash+global_sidx

printf '1\n00:00:00,000 --> 00:00:00,900\nAnna at home\n' > words.srt
printf ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=900\ntitle=Anna at home\n' > words.txt
mux subtitles.mp4 -i words.srt -map 0 -map 1 -c:s mov_text
mux subtitles.mov -i words.srt -map 0 -map 1 -c:s mov_text
mux chapters.mov -i words.txt -map 0 -map_chapters 1
rm words.srt words.txt

make hevc.mov -c:v libx265 -x265-params log-level=none -tag:v hvc1 -c:a aac -b:a 32k
make pcm.mov -c:v libx264 -g 5 -c:a pcm_s16le -ar 8000
make pcm-big-endian.mov -c:v libx264 -g 5 -c:a pcm_s16be -ar 8000
make old-camera.mov -c:v mjpeg -q:v 9 -c:a pcm_u8 -ar 8000
make old-phone.3gp -c:v h263 -s 176x144 -an

# What an iPhone writes into "mdta" and "udta", and its dates.
exiftool -q -overwrite_original -api QuickTimeHandler=1 \
  -Keys:Make=Apple -Keys:Model='iPhone 15 of Anna' -Keys:Software=17.4 \
  -Keys:CreationDate='2024:05:06 07:08:09+02:00' -Keys:GPSCoordinates='52.5163, 13.3777, 34' \
  -UserData:GPSCoordinates='52.5163, 13.3777, 34' -UserData:Make=Apple \
  -XMP:Creator=Anna -QuickTime:CreateDate='2024:05:06 07:08:09' \
  -TrackCreateDate='2024:05:06 07:08:09' -MediaCreateDate='2024:05:06 07:08:09' \
  quicktime.mov hevc.mov
