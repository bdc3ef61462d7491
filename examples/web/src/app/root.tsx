import { Outlet, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Toasts } from '../ui/toast.tsx'
import { ConnectionNotice } from './offline.tsx'

/** What every page has: the notices, and the focus that moves to the heading of a new page. */
export function Root() {
  useFocusOnNavigation()
  return (
    <>
      <ConnectionNotice />
      <Outlet />
      <Toasts />
    </>
  )
}

/** A screen reader then reads the heading, and Tab continues from the top of the page. */
function useFocusOnNavigation() {
  const router = useRouter()
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        if (!pathChanged || !fromLocation) return
        document.querySelector('h1')?.focus({ preventScroll: true })
      }),
    [router],
  )
}
