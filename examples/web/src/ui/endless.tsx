import { type ReactNode, useEffect, useRef } from 'react'
import { strings } from '../strings.ts'
import { Button } from './button.tsx'
import { ErrorState, Skeleton } from './states.tsx'

/** The part of an infinite query that a list needs. */
export interface EndlessQuery {
  isPending: boolean
  error: unknown
  hasNextPage: boolean
  isFetchingNextPage: boolean
  isFetchNextPageError: boolean
  fetchNextPage: () => unknown
  refetch: () => unknown
}

interface EndlessProps<Item> {
  list: { items: readonly Item[]; query: EndlessQuery }
  skeleton: 'post' | 'people' | 'grid' | 'lines'
  /** What to show when the list has no rows. */
  empty: ReactNode
  /** The sentence under the last row. Without it, the list just ends. */
  end?: string | undefined
  children: (items: readonly Item[]) => ReactNode
}

/** A list that loads its next page when somebody scrolls near its end. Knows all five states. */
export function Endless<Item>({ list, skeleton, empty, end, children }: EndlessProps<Item>) {
  const { items, query } = list
  if (query.isPending) return <Skeleton shape={skeleton} />
  if (items.length === 0 && query.error) {
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  }
  if (items.length === 0 && !query.hasNextPage) return empty
  return (
    <>
      {children(items)}
      <NextPage query={query} end={end} skeleton={skeleton} />
    </>
  )
}

function NextPage({
  query,
  end,
  skeleton,
}: Pick<EndlessProps<never>, 'end' | 'skeleton'> & { query: EndlessQuery }) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError } = query
  if (isFetchNextPageError) {
    return <ErrorState error={query.error} onRetry={() => query.fetchNextPage()} />
  }
  if (!hasNextPage)
    return end ? (
      <p className="soft" style={{ textAlign: 'center' }}>
        {end}
      </p>
    ) : null
  if (isFetchingNextPage) return <Skeleton shape={skeleton} />
  return <Sentinel onNear={() => query.fetchNextPage()} />
}

/** Also a button, for people who cannot or do not want to scroll. */
function Sentinel({ onNear }: { onNear: () => unknown }) {
  const element = useRef<HTMLDivElement>(null)
  const latest = useRef(onNear)
  latest.current = onNear
  useEffect(() => {
    if (!element.current) return
    const observer = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && latest.current(),
      { rootMargin: '1200px 0px' },
    )
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={element} style={{ textAlign: 'center' }}>
      <Button kind="quiet" onClick={() => onNear()}>
        {strings.app.more}
      </Button>
    </div>
  )
}
