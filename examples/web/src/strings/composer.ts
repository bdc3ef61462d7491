export const composer = {
  title: 'New post',
  add: 'Add pictures or videos',
  addMore: 'Add more',
  addHint: (most: number) =>
    `Up to ${most} pictures (JPEG, PNG, WebP, GIF, HEIC, AVIF) and videos (MP4, MOV, M4V, 3GP). ` +
    'You can also drop or paste them here.',
  drop: 'Let go to add the files',
  tooMany: (most: number) => `A post has at most ${most} pictures and videos.`,
  order: 'Order of the pictures',
  orderHint: 'Drag a handle to its place. By keyboard: Enter on the handle, arrows, Enter.',
  moveHandle: (index: number) => `Move picture ${index}`,
  lifted: (place: number, of: number) =>
    `Place ${place} of ${of}. Arrows move the picture, Enter puts it down, Escape puts it back.`,
  moved: (place: number, of: number) => `Place ${place} of ${of}`,
  dropped: (place: number, of: number) => `The picture has place ${place} of ${of}.`,
  details: 'Pictures',
  picture: (index: number, of: number) => `Picture ${index} of ${of}`,
  video: 'Video',
  altLabel: (index: number) => `Description of picture ${index}`,
  altHint: 'For people who cannot see it.',
  crop: 'Crop',
  cropPicture: (index: number) => `Crop picture ${index}`,
  remove: 'Remove',
  removePicture: (index: number) => `Remove picture ${index}`,
  retry: 'Upload again',
  retryPicture: (index: number) => `Upload again: picture ${index}`,
  uploading: (index: number) => `Upload of picture ${index}`,
  percent: (done: number) => `${Math.round(done * 100)} %`,
  ready: 'Uploaded',
  readyWithoutMotion:
    'Uploaded. The animation is too large, so that only its first picture is kept.',
  caption: 'Caption',
  captionHint: 'Write @name to mention somebody, and #word to add a hashtag.',
  left: (count: number) =>
    count >= 0 ? `${count} characters left` : `${-count} characters too many`,
  whoSees: 'Who sees the post',
  whoComments: 'Who may comment',
  sensitive: 'This may be upsetting',
  sensitiveHint: 'People see a warning first.',
  sensitiveNote: 'What the warning says (optional)',
  share: 'Share',
  waiting: 'Shares as soon as the pictures are uploaded…',
  failed: 'A picture did not upload. Upload it again, or remove it.',
  shared: 'Your post is shared.',
  draftKept: 'Tern keeps this draft on this device.',
  discard: 'Discard the draft',
  discardText: 'The pictures and texts of this draft go away.',
}

export const crop = {
  title: 'Crop the picture',
  area: 'Part of the picture. Move it with the arrow keys.',
  shape: 'Shape',
  shapes: { original: 'As it is', square: 'Square', tall: 'Tall', wide: 'Wide' },
  zoom: 'Zoom',
  part: ({ x, y, width, height }: Record<'x' | 'y' | 'width' | 'height', number>) =>
    `${Math.round(width)} % of the width from ${Math.round(x)} %, ` +
    `and ${Math.round(height)} % of the height from ${Math.round(y)} %`,
  done: 'Use this part',
}
