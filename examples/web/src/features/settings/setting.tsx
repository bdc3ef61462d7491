import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { strings } from '../../strings.ts'
import { Page } from '../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import styles from './settings.module.css'

interface SettingProps {
  page: keyof typeof strings.settings.pages
  actions?: ReactNode
  children: ReactNode
}

/** The frame of one page of the settings. */
export function Setting({ page, actions, children }: SettingProps) {
  const [title = ''] = strings.settings.pages[page]
  return (
    <Page title={title} actions={actions}>
      <Link to="/settings" className={styles.back} style={{ order: -1 }}>
        <ChevronLeft size={18} aria-hidden />
        {strings.settings.back}
      </Link>
      {children}
    </Page>
  )
}

interface LoadedProps<Data> {
  query: UseQueryResult<Data, Error>
  children: (data: Data) => ReactNode
}

/** Shows the result of a query, or that it loads or failed. */
export function Loaded<Data>({ query, children }: LoadedProps<Data>) {
  const { data, error, refetch } = query
  if (data !== undefined) return children(data)
  return error ? <ErrorState error={error} onRetry={() => refetch()} /> : <Skeleton shape="lines" />
}
