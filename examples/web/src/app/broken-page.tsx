import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { strings } from '../strings.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'

/** A page that could not load or that failed. */
export function BrokenPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const retry = () => {
    reset()
    router.invalidate()
  }
  return (
    <main>
      <Page title={strings.app.broken}>
        <ErrorState error={error} onRetry={retry} />
      </Page>
    </main>
  )
}

/** An address without a page, inside the navigation. */
export function MissingPage() {
  return (
    <Page title={strings.app.missing}>
      <EmptyState
        title={strings.app.missingText}
        action={
          <ButtonLink to="/" kind="primary">
            {strings.app.home}
          </ButtonLink>
        }
      />
    </Page>
  )
}
