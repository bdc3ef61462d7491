import { useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import type { Suggestion } from 'supabase-social'
import { queries, useDismissSuggestion, useSocial, useSuggestions } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { ButtonLink, IconButton } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { FollowButton } from './follow-button.tsx'
import { PeopleList } from './people-list.tsx'
import { PeopleTabs } from './people-tabs.tsx'

/** People whom you may want to follow, and why. */
export function SuggestionsPage() {
  return (
    <Page title={strings.people.suggestionsTitle}>
      <PeopleTabs />
      <PeopleList
        list={useSuggestions()}
        label={strings.people.suggestions}
        note={describe}
        buttons={(person) => (
          <>
            <FollowButton person={person} />
            <DismissButton person={person} />
          </>
        )}
        empty={
          <EmptyState
            title={strings.people.suggestionsEmpty}
            text={strings.people.suggestionsEmptyText}
            action={
              <ButtonLink to="/search" search={{ kind: 'people' }} kind="primary">
                {strings.people.searchPeople}
              </ButtonLink>
            }
          />
        }
      />
    </Page>
  )
}

function DismissButton({ person: { id, username } }: { person: Suggestion }) {
  const social = useSocial()
  const client = useQueryClient()
  const dismiss = useDismissSuggestion()
  const undo = async () => {
    const { error } = await social.suggestions.undismiss(id)
    if (error) toastError(error)
    else client.invalidateQueries({ queryKey: queries.suggestions(social).queryKey })
  }
  const onSuccess = () =>
    toast(strings.people.dismissed(username), { label: strings.app.undo, onAction: undo })
  return (
    <IconButton
      label={strings.people.dismiss(username)}
      onClick={() => dismiss.mutate(id, { onSuccess })}
    >
      <X size={20} aria-hidden />
    </IconButton>
  )
}

/** Says why a person is suggested. A reason that this app does not know has no sentence. */
function describe({ reason, mutuals, mutual_count }: Suggestion): string | null {
  if (reason === 'follows_you') return strings.people.followsYou
  if (reason === 'popular') return strings.people.popular
  if (mutuals.length === 0) return null
  const names = mutuals.slice(0, 2).map((person) => person.display_name ?? person.username)
  return strings.people.followedBy(names, mutual_count - names.length)
}
