import type { ReactNode } from 'react'
import { strings } from '../../strings.ts'
import { Page } from '../../ui/page.tsx'
import { TabLink, TabLinks } from '../../ui/tab-links.tsx'

const text = strings.staff

/** The frame of a page for staff. The server refuses everybody else, and the page then says so. */
export function Desk({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Page title={title} isWide>
      <TabLinks label={text.pages}>
        <TabLink to="/staff" search={{}} activeOptions={{ exact: true, includeSearch: false }}>
          {text.reports}
        </TabLink>
        <TabLink to="/staff/appeals" search={{}} activeOptions={{ includeSearch: false }}>
          {text.appeals}
        </TabLink>
        <TabLink to="/staff/statistics">{text.statistics}</TabLink>
        <TabLink to="/staff/audit">{text.audit}</TabLink>
        <TabLink to="/staff/team">{text.team}</TabLink>
      </TabLinks>
      {children}
    </Page>
  )
}

/** The links between open and closed cases. */
export function States({ to }: { to: '/staff' | '/staff/appeals' }) {
  return (
    <TabLinks label={text.states}>
      <TabLink to={to} search={{}} activeOptions={{ exact: true, includeSearch: true }}>
        {text.open}
      </TabLink>
      <TabLink to={to} search={{ state: 'closed' }}>
        {text.closed}
      </TabLink>
    </TabLinks>
  )
}
