import { type ReactNode, useLayoutEffect } from 'react'
import { endFirstScreen } from '../lib/first-screen.ts'
import { strings } from '../strings.ts'
import styles from './page.module.css'
import { Skeleton } from './states.tsx'

interface PageProps {
  /** The heading, and the title of the window. */
  title: string
  /** Whether the heading is only for screen readers. */
  isTitleHidden?: boolean | undefined
  /** Buttons beside the heading. */
  actions?: ReactNode
  /** Whether the page is wider than a text, for grids and tables. */
  isWide?: boolean | undefined
  /** Whether the page only stands in for one that is on its way. */
  isLoading?: boolean | undefined
  children: ReactNode
}

/** The frame of a page: one heading, which gets the focus when the page opens. */
export function Page(props: PageProps) {
  const { title, isTitleHidden, actions, isWide, isLoading, children } = props
  useLayoutEffect(() => {
    if (!isLoading) endFirstScreen()
  }, [isLoading])
  return (
    <div className={isWide ? styles.wide : styles.page}>
      <title>{`${title} · ${strings.app.name}`}</title>
      <header className={isTitleHidden ? 'visually-hidden' : styles.header}>
        <h1 tabIndex={-1}>{title}</h1>
        {actions && <div className="row">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** A page whose content is not known yet. */
export function LoadingPage() {
  return (
    <Page title={strings.app.loading} isTitleHidden isLoading>
      <Skeleton shape="lines" />
    </Page>
  )
}
