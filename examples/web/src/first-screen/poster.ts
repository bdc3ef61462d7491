import type { Post, SignedUrls } from 'supabase-social'
import shell from '../app/shell.module.css'
import card from '../features/post/card/card.module.css'
import { shapeOf } from '../features/post/card/shape.ts'
import feed from '../features/post/feed.module.css'
import { describeTime } from '../lib/describe-time.ts'
import { beginFirstScreen } from '../lib/first-screen.ts'
import { sourcesOf } from '../lib/picture-sources.ts'
import { app } from '../strings/app.ts'
import { home } from '../strings/home.ts'
import avatar from '../ui/avatar.module.css'
import page from '../ui/page.module.css'
import picture from '../ui/picture.module.css'
import tabs from '../ui/tab-links.module.css'

interface Poster {
  /** Loads the first picture of the post, and waits until it is there. */
  showPicture(urls: SignedUrls): Promise<void>
}

/**
 * Shows a post where the app will show it: who posted it, and its first picture. Nobody can press
 * anything yet, so it is inert. A test compares the places of both pictures.
 */
export function showPost(post: Post): Poster {
  const name = post.author_display_name ?? post.author_username
  const image = new Image()
  const box = element('span', picture.box, image)
  box.dataset.fit = 'cover'
  const [item] = post.media
  const media = element('div', card.media, box)
  if (item) media.style.aspectRatio = String(shapeOf(item))
  const poster = element(
    'div',
    shell.shell,
    element('div', shell.bar, brand()),
    element(
      'div',
      page.page,
      element('div', tabs.tabs, element('span', tabs.tab, home.following)),
      element(
        'article',
        feed.post,
        element(
          'div',
          card.header,
          initial(name),
          element(
            'div',
            card.author,
            element('span', card.name, name),
            element('p', 'soft small', describeTime(new Date(post.created_at))),
          ),
        ),
        ...(item ? [media] : []),
      ),
    ),
  )
  poster.inert = true
  beginFirstScreen(poster)
  return {
    async showPicture(urls) {
      if (!item?.mime_type.startsWith('image/') || post.is_sensitive) return
      const { src, ...choice } = sourcesOf(item, shapeOf(item), (path) => urls[path])
      if (!src) return
      image.fetchPriority = 'high'
      image.alt = item.alt_text ?? ''
      Object.assign(image, { ...choice, src })
      // `load` and not `decode`, so that the libraries come while the browser decodes.
      await new Promise((resolve) => {
        image.onload = resolve
        image.onerror = resolve
      })
    },
  }
}

function brand(): HTMLElement {
  const image = new Image(32, 32)
  image.src = '/tern.svg'
  return element('span', shell.brand, image, app.name)
}

function initial(name: string): HTMLElement {
  const box = element('span', avatar.avatar, (name[0] ?? '?').toLocaleUpperCase())
  Object.assign(box.style, { width: '44px', height: '44px', fontSize: '19.8px' })
  return box
}

function element(
  tag: string,
  className: string | undefined,
  ...children: (Node | string)[]
): HTMLElement {
  const made = document.createElement(tag)
  made.className = className ?? ''
  made.append(...children)
  return made
}
