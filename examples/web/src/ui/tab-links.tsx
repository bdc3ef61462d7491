import { createLink, type LinkComponent } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react'
import styles from './tab-links.module.css'

/** Links between views of the same page. Each view has an address, so back leads to it. */
export function TabLinks({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label} className={styles.tabs}>
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
