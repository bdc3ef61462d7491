import { useFollowRequests } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { PeopleList } from './people-list.tsx'
import { PeopleTabs } from './people-tabs.tsx'
import { RequestButtons } from './request-buttons.tsx'

/** The people who ask to follow your private account. */
export function FollowRequestsPage() {
  return (
    <Page title={strings.people.requestsTitle}>
      <PeopleTabs />
      <PeopleList
        list={useFollowRequests()}
        label={strings.people.requestsTitle}
        newPeople={strings.people.newRequests}
        note={() => null}
        buttons={(person) => <RequestButtons person={person} />}
        empty={
          <EmptyState
            title={strings.people.requestsEmpty}
            text={strings.people.requestsEmptyText}
            action={<ButtonLink to="/settings/privacy">{strings.people.privacy}</ButtonLink>}
          />
        }
      />
    </Page>
  )
}
