import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { queries, useSocial } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'

/** The earlier versions of your own post. */
export function HistoryPage() {
  const { postId } = useParams({ from: '/open/members/p/$postId/history' })
  const { data: versions, error, refetch } = useQuery(queries.postVersions(useSocial(), postId))
  return (
    <Page title={strings.post.history}>
      {error && <ErrorState error={error} onRetry={() => refetch()} />}
      {!versions && !error && <Skeleton shape="lines" />}
      {versions?.length === 0 && <EmptyState title={strings.post.historyEmpty} />}
      <ol className="stack">
        {versions?.map(({ replaced_at, caption, alt_texts }) => (
          <li key={replaced_at} className="sheet stack">
            <p className="soft small">
              <Time at={replaced_at} />
            </p>
            {caption && <p style={{ whiteSpace: 'pre-line' }}>{caption}</p>}
            <AltTexts texts={alt_texts} />
          </li>
        ))}
      </ol>
    </Page>
  )
}

function AltTexts({ texts }: { texts: readonly (string | null)[] }) {
  const lines = texts.flatMap((text, at) =>
    text ? [`${strings.post.altText(at + 1)}: ${text}`] : [],
  )
  return lines.map((line) => (
    <p key={line} className="soft small">
      {line}
    </p>
  ))
}
