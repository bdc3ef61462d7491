import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useUnseenCount } from 'supabase-social/react'
import { LoadingPage } from '../ui/page.tsx'

const AwayPage = lazy(() =>
  import('../features/settings/away-page.tsx').then((module) => ({ default: module.AwayPage })),
)

/** The page, or the way back for somebody whose account is deactivated or deleted. */
export function Content() {
  // The badge asks anyway, and is the first to learn that the account is away.
  const code = useUnseenCount().error?.code
  if (code !== 'account_deactivated' && code !== 'account_deleted') return <Outlet />
  return (
    <Suspense fallback={<LoadingPage />}>
      <AwayPage state={code === 'account_deleted' ? 'deleted' : 'deactivated'} />
    </Suspense>
  )
}
