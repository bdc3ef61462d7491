import { useState } from 'react'
import type { ProfileCard } from 'supabase-social'
import {
  type List,
  queries,
  useCloseFriend,
  useFollowers,
  useList,
  useProfileSearch,
  useSession,
  useSocial,
} from 'supabase-social/react'
import { useSettled } from '../../lib/use-settled.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { PeopleList } from './people-list.tsx'
import { PeopleTabs } from './people-tabs.tsx'

/** The people who see your posts for close friends. */
export function CloseFriendsPage() {
  const friends = useList(queries.closeFriends(useSocial()))
  return (
    <Page title={strings.people.closeFriends}>
      <PeopleTabs />
      <p className="soft">{strings.people.closeFriendsText}</p>
      <section className="stack" aria-labelledby="on-the-list">
        <h2 id="on-the-list">{strings.people.onTheList}</h2>
        <PeopleList
          list={friends}
          label={strings.people.onTheList}
          note={() => null}
          buttons={(person) => <CloseFriendButton person={person} isFriend />}
          empty={
            <EmptyState
              title={strings.people.closeFriendsEmpty}
              text={strings.people.closeFriendsEmptyText}
            />
          }
        />
      </section>
      <AddFriends friends={friends} />
    </Page>
  )
}

function AddFriends({ friends }: { friends: List<ProfileCard> }) {
  const user = useSession()
  const [text, setText] = useState('')
  const query = useSettled(text.trim())
  const followers = useFollowers(user?.id ?? '')
  const found = useProfileSearch(query)
  const known = new Set([user?.id, ...friends.items.map(({ id }) => id)])
  const list = query ? found : followers
  const others = { ...list, items: list.items.filter(({ id }) => !known.has(id)) }
  return (
    <section className="stack" aria-labelledby="add-friends">
      <h2 id="add-friends">{strings.people.addFriends}</h2>
      <TextField
        label={strings.people.findFriend}
        hint={strings.people.findFriendHint}
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <PeopleList
        list={others}
        label={strings.people.addFriends}
        buttons={(person) => <CloseFriendButton person={person} />}
        empty={<EmptyState title={strings.people.findFriendEmpty} />}
      />
    </section>
  )
}

interface CloseFriendButtonProps {
  person: ProfileCard
  isFriend?: boolean
}

function CloseFriendButton({ person, isFriend = false }: CloseFriendButtonProps) {
  const change = useCloseFriend()
  const { id, username } = person
  return (
    <Button
      size="small"
      isPending={change.isPending}
      aria-label={isFriend ? strings.people.removeOf(username) : strings.people.addOf(username)}
      onClick={() => change.mutate({ id, isCloseFriend: !isFriend })}
    >
      {isFriend ? strings.people.remove : strings.people.add}
    </Button>
  )
}
