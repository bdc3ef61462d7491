import { Navigate, useParams } from '@tanstack/react-router'
import { LockKeyhole } from 'lucide-react'
import type { Profile } from 'supabase-social'
import { useFollow, useMe, useProfile, useProfilePosts, useSession } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { LoadingPage, Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { PostGrid } from '../post/grid.tsx'
import styles from './profile.module.css'
import { ProfileHeader } from './profile-header.tsx'
import { ProfileMenu } from './profile-menu.tsx'

/** Leads to your own profile. */
export function OwnProfilePage() {
  const { data: me, error, refetch } = useMe()
  if (me) return <Navigate to="/u/$username" params={{ username: me.username }} replace />
  if (!error) return <LoadingPage />
  return (
    <Page title={strings.profile.title} isTitleHidden>
      <ErrorState error={error} onRetry={() => refetch()} />
    </Page>
  )
}

/** A person and their posts. */
export function ProfilePage() {
  const { username } = useParams({ from: '/open/u/$username' })
  const user = useSession()
  const { data: profile, error, refetch } = useProfile(username)
  if (!profile) {
    return (
      <Page isWide title={`@${username}`}>
        {error ? (
          <>
            <ErrorState error={error} onRetry={() => refetch()} />
            {user === null && <ButtonLink to="/login">{strings.app.logIn}</ButtonLink>}
          </>
        ) : (
          <>
            <div className={styles.header} aria-hidden>
              <div className={styles.ghost} />
              <div className={styles.facts} />
            </div>
            <Skeleton shape="grid" />
          </>
        )}
      </Page>
    )
  }
  return (
    <Page
      isWide
      title={profile.display_name ?? `@${profile.username}`}
      actions={user && user.id !== profile.id && <ProfileMenu profile={profile} />}
    >
      <ProfileHeader profile={profile} />
      <Posts profile={profile} />
    </Page>
  )
}

function Posts({ profile }: { profile: Profile }) {
  const user = useSession()
  const { state } = useFollow(profile)
  const isOwn = user?.id === profile.id
  if (profile.is_private && !isOwn && state !== 'accepted') {
    return (
      <EmptyState
        icon={<LockKeyhole size={32} aria-hidden />}
        title={strings.profile.privateTitle}
        text={state === 'pending' ? strings.profile.privateWaits : strings.profile.privateText}
      />
    )
  }
  return <Grid profile={profile} isOwn={isOwn} />
}

function Grid({ profile, isOwn }: { profile: Profile; isOwn: boolean }) {
  return (
    <PostGrid
      isOfOne
      list={useProfilePosts(profile.id)}
      label={strings.profile.grid(profile.display_name ?? profile.username)}
      empty={
        isOwn ? (
          <EmptyState
            title={strings.profile.emptyOwn}
            text={strings.profile.emptyOwnText}
            action={
              <ButtonLink to="/new" kind="primary">
                {strings.profile.newPost}
              </ButtonLink>
            }
          />
        ) : (
          <EmptyState title={strings.profile.empty} />
        )
      }
    />
  )
}
