// Some systems know no media type for the files of phones, so their endings are named too.

/** The pictures that a person can choose. */
export const PICTURES = 'image/*,.heic,.heif,.hif,.avif,.jfif'

/** The pictures and videos that a person can choose. */
export const MEDIA = `${PICTURES},video/*,.mov,.m4v,.3gp`
