/** The longer side of a poster in pixels. The server makes a thumbnail of it. */
const EDGE = 960
/** The seconds of a video from which its poster is drawn: the first picture that shows something. */
const MOMENTS = [0, 1, 3]
/** How long a player may take for a moment, in milliseconds. */
const PATIENCE = 5000

/**
 * Draws the poster of a video, as JPEG. Returns undefined outside of web pages, and if the browser
 * cannot play the video. The server then makes a poster of its own.
 */
export async function posterOf(video: Blob): Promise<Blob | undefined> {
  if (typeof document === 'undefined') return undefined
  // Browsers refuse to play other types, even if they can play the video.
  const url = URL.createObjectURL(video.slice(0, video.size, 'video/mp4'))
  const player = document.createElement('video')
  const canvas = document.createElement('canvas')
  try {
    // Phones load no frame of a video that nobody plays, and play only muted videos by themselves.
    const playing = { muted: true, playsInline: true, preload: 'auto', autoplay: true }
    Object.assign(player, playing, { src: url })
    await event(player, 'loadeddata')
    player.pause()
    // A file can have sound alone.
    if (player.videoWidth === 0) return undefined
    for (const moment of MOMENTS) {
      if (moment > 0 && !(await isMoved(player, moment))) break
      draw(player, canvas)
      if (!isPlain(canvas)) break
    }
    return await encoded(canvas)
  } catch {
    return undefined
  } finally {
    player.removeAttribute('src')
    player.load()
    URL.revokeObjectURL(url)
  }
}

/** Returns whether the player has moved to a moment. */
async function isMoved(player: HTMLVideoElement, moment: number): Promise<boolean> {
  if (moment > player.duration) return false
  player.currentTime = moment
  return event(player, 'seeked').then(
    () => true,
    () => false,
  )
}

function event(player: HTMLVideoElement, name: 'loadeddata' | 'seeked'): Promise<unknown> {
  return new Promise((resolve, reject) => {
    player.addEventListener(name, resolve, { once: true })
    player.addEventListener('error', reject, { once: true })
    setTimeout(reject, PATIENCE)
  })
}

function draw(player: HTMLVideoElement, canvas: HTMLCanvasElement): void {
  const { videoWidth, videoHeight } = player
  const scale = Math.min(1, EDGE / Math.max(videoWidth, videoHeight))
  canvas.width = Math.max(1, Math.round(videoWidth * scale))
  canvas.height = Math.max(1, Math.round(videoHeight * scale))
  canvas.getContext('2d')?.drawImage(player, 0, 0, canvas.width, canvas.height)
}

/** Returns whether a picture has hardly more than one colour, as before a video fades in. */
function isPlain(canvas: HTMLCanvasElement): boolean {
  const context = new OffscreenCanvas(16, 16).getContext('2d')
  if (!context) return false
  context.drawImage(canvas, 0, 0, 16, 16)
  const { data } = context.getImageData(0, 0, 16, 16)
  const greens = data.filter((_, at) => at % 4 === 1)
  return Math.max(...greens) - Math.min(...greens) < 24
}

async function encoded(canvas: HTMLCanvasElement): Promise<Blob | undefined> {
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', 0.82)
  })
  return blob ?? undefined
}
