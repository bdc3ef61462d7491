import { createLink, type LinkComponent } from '@tanstack/react-router'
import { type AnchorHTMLAttributes, type ReactNode, type Ref, useEffect, useRef } from 'react'
import styles from './tab-links.module.css'

/** Links between views of the same page. Each view has an address, so back leads to it. */
export function TabLinks({ label, children }: { label: string; children: ReactNode }) {
  const nav = useRef<HTMLElement>(null)
  // On a phone, the tabs scroll sideways, and the open one must be in view.
  useEffect(() => {
    const { current: tabs } = nav
    const open = tabs?.querySelector<HTMLElement>('[aria-current=page]')
    if (tabs && open) tabs.scrollLeft = open.offsetLeft - (tabs.clientWidth - open.clientWidth) / 2
  }, [])
  return (
    <nav ref={nav} aria-label={label} className={styles.tabs}>
      {children}
    </nav>
  )
}

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & {
  ref?: Ref<HTMLAnchorElement> | undefined
}

function Anchor(props: AnchorProps) {
  return <a {...props} className={styles.tab} />
}

const RoutedAnchor = createLink(Anchor)

/** One view of a page. */
export const TabLink: LinkComponent<typeof Anchor> = (props) => (
  <RoutedAnchor replace resetScroll={false} {...props} />
)
