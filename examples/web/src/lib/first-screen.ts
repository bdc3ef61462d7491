import type { Page, Post, SignedUrls } from 'supabase-social'

/** What the script in the page read before React started. */
export interface FirstScreen {
  feed: Page<Post>
  urls: SignedUrls
}

declare global {
  interface Window {
    firstScreen?: FirstScreen
  }
}

/** Shows an element in place of the app, until the app has a page to show. */
export function beginFirstScreen(poster: HTMLElement): void {
  poster.id = 'first-screen'
  document.getElementById('root')?.before(poster)
  setHidden(true)
}

/** Shows the app in place of the first screen, in one frame. */
export function endFirstScreen(): void {
  document.getElementById('first-screen')?.remove()
  setHidden(false)
}

function setHidden(isHidden: boolean): void {
  document.getElementById('root')?.toggleAttribute('hidden', isHidden)
}
