import { Link } from '@tanstack/react-router'
import { Bell as BellIcon, BellRing, LockKeyhole } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Profile } from 'supabase-social'
import { useBell, useFollow, useSession } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { ButtonLink, IconButton } from '../../ui/button.tsx'
import { toast } from '../../ui/toast.tsx'
import { FollowButton } from '../people/follow-button.tsx'
import styles from './profile.module.css'

/** Who a person is, and what you are to each other. */
export function ProfileHeader({ profile }: { profile: Profile }) {
  const { username, display_name, avatar_path, bio, website } = profile
  return (
    <section className={styles.header} aria-label={strings.profile.about(`@${username}`)}>
      <Avatar path={avatar_path} name={display_name ?? username} size={96} />
      <div className={styles.facts}>
        <p className="row">
          <span className="soft">@{username}</span>
          <Tags profile={profile} />
        </p>
        <Counts profile={profile} />
        {bio && <p className={styles.bio}>{bio}</p>}
        {website && (
          <p>
            <a href={website} rel="nofollow ugc noopener noreferrer" target="_blank">
              {website.replace(/^https:\/\//, '').replace(/\/$/, '')}
            </a>
          </p>
        )}
        <Commands profile={profile} />
      </div>
    </section>
  )
}

function Tags({ profile }: { profile: Profile }) {
  return (
    <>
      {profile.is_private && (
        <Tag>
          <LockKeyhole size={14} aria-hidden /> {strings.profile.private}
        </Tag>
      )}
      {profile.followed_by_state === 'accepted' && <Tag>{strings.people.followsYou}</Tag>}
      {profile.is_close_friend && <Tag>{strings.profile.closeFriend}</Tag>}
      {profile.is_muted && <Tag>{strings.profile.muted}</Tag>}
    </>
  )
}

function Tag({ children }: { children: ReactNode }) {
  return <span className={styles.tag}>{children}</span>
}

/** The counts of a private account are only for its followers. */
function Counts({ profile }: { profile: Profile }) {
  const { username, post_count, follower_count, following_count } = profile
  if (post_count === null || follower_count === null || following_count === null) return null
  return (
    <ul className={styles.counts}>
      <li>
        <span>{strings.profile.posts(post_count)}</span>
      </li>
      <li>
        <Link to="/u/$username/followers" params={{ username }}>
          {strings.profile.followers(follower_count)}
        </Link>
      </li>
      <li>
        <Link to="/u/$username/following" params={{ username }}>
          {strings.profile.following(following_count)}
        </Link>
      </li>
    </ul>
  )
}

function Commands({ profile }: { profile: Profile }) {
  const user = useSession()
  if (user?.id !== profile.id) {
    return (
      <div className="row">
        <FollowButton person={profile} size="normal" />
        <Bell profile={profile} />
      </div>
    )
  }
  return (
    <div className="row">
      <ButtonLink to="/settings/profile">{strings.profile.edit}</ButtonLink>
      <ButtonLink to="/archive" kind="quiet">
        {strings.profile.archive}
      </ButtonLink>
    </div>
  )
}

/** Offers to hear of every new post, once you follow the person. */
function Bell({ profile: { id, is_bell_on }, profile }: { profile: Profile }) {
  const bell = useBell()
  const { state } = useFollow(profile)
  if (state !== 'accepted' && !is_bell_on) return null
  const press = () =>
    bell.mutate(
      { id, isOn: !is_bell_on },
      { onSuccess: () => toast(strings.profile[is_bell_on ? 'bellIsOff' : 'bellIsOn']) },
    )
  return (
    <IconButton label={strings.profile.bell} isPressed={is_bell_on} onClick={press}>
      {is_bell_on ? <BellRing aria-hidden /> : <BellIcon aria-hidden />}
    </IconButton>
  )
}
