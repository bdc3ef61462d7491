import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Profile, ProfileCard } from 'supabase-social'
import {
  useFollowers,
  useFollowing,
  useProfile,
  useRemoveFollower,
  useSession,
} from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { TabLink, TabLinks } from '../../ui/tab-links.tsx'
import { toast } from '../../ui/toast.tsx'
import { FollowButton } from '../people/follow-button.tsx'
import { PeopleList } from '../people/people-list.tsx'

/** The followers of a person. */
export function FollowersPage() {
  const { username } = useParams({ from: '/open/members/u/$username/followers' })
  return (
    <PeopleOf username={username} title={strings.profile.followersTitle(username)}>
      {(profile) => <Followers profile={profile} />}
    </PeopleOf>
  )
}

/** The people whom a person follows. */
export function FollowingPage() {
  const { username } = useParams({ from: '/open/members/u/$username/following' })
  return (
    <PeopleOf username={username} title={strings.profile.followingTitle(username)}>
      {(profile) => <Following profile={profile} />}
    </PeopleOf>
  )
}

interface PeopleOfProps {
  username: string
  title: string
  children: (profile: Profile) => ReactNode
}

/** Lists are by id and addresses by username, so that the profile comes first. */
function PeopleOf({ username, title, children }: PeopleOfProps) {
  const { data: profile, error, refetch } = useProfile(username)
  return (
    <Page
      title={title}
      actions={
        <ButtonLink to="/u/$username" params={{ username }} size="small" kind="quiet">
          {strings.profile.back}
        </ButtonLink>
      }
    >
      <TabLinks label={strings.profile.about(`@${username}`)}>
        <TabLink to="/u/$username/followers" params={{ username }}>
          {profile?.follower_count == null
            ? strings.profile.followersTab
            : strings.profile.followers(profile.follower_count)}
        </TabLink>
        <TabLink to="/u/$username/following" params={{ username }}>
          {profile?.following_count == null
            ? strings.profile.followingTab
            : strings.profile.following(profile.following_count)}
        </TabLink>
      </TabLinks>
      {profile && children(profile)}
      {!profile && !error && <Skeleton shape="people" />}
      {!profile && error && <ErrorState error={error} onRetry={() => refetch()} />}
    </Page>
  )
}

function Followers({ profile }: { profile: Profile }) {
  const user = useSession()
  const isOwn = user?.id === profile.id
  return (
    <PeopleList
      list={useFollowers(profile.id)}
      label={strings.profile.followersTitle(profile.username)}
      empty={<Nobody count={profile.follower_count} text={strings.profile.followersEmpty} />}
      buttons={(person) => (
        <>
          <FollowButton person={person} />
          {isOwn && <RemoveButton person={person} />}
        </>
      )}
    />
  )
}

function Following({ profile }: { profile: Profile }) {
  return (
    <PeopleList
      list={useFollowing(profile.id)}
      label={strings.profile.followingTitle(profile.username)}
      empty={<Nobody count={profile.following_count} text={strings.profile.followingEmpty} />}
    />
  )
}

/** An empty list of an account with followers is a list that its owner hides. */
function Nobody({ count, text }: { count: number | null; text: string }) {
  if (count === 0) return <EmptyState title={text} />
  return <EmptyState title={strings.profile.listHidden} text={strings.profile.listHiddenText} />
}

function RemoveButton({ person: { id, username } }: { person: ProfileCard }) {
  const remove = useRemoveFollower()
  const [isAsking, setIsAsking] = useState(false)
  const onSuccess = () => toast(strings.profile.removed(username))
  return (
    <>
      <Button
        size="small"
        kind="quiet"
        aria-label={strings.profile.removeFollowerOf(username)}
        onClick={() => setIsAsking(true)}
      >
        {strings.profile.removeFollower}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={strings.profile.removeTitle(`@${username}`)}
        text={strings.profile.removeText}
        confirmLabel={strings.profile.removeFollower}
        isPending={remove.isPending}
        onConfirm={() => remove.mutate(id, { onSuccess })}
        onClose={() => setIsAsking(false)}
      />
    </>
  )
}
