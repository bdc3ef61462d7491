import { useForYou, useHomeFeed } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { PostFeed } from '../post/feed.tsx'

/** Posts of people whom you follow, the newest first. */
export function FollowingFeed() {
  return (
    <PostFeed
      list={useHomeFeed()}
      label={strings.home.following}
      end={strings.home.end}
      empty={
        <EmptyState
          title={strings.home.empty}
          text={strings.home.emptyText}
          action={
            <ButtonLink to="/people" kind="primary">
              {strings.home.findPeople}
            </ButtonLink>
          }
        />
      }
    />
  )
}

/** Posts in the order of what you like, each with its reason. */
export function ForYouFeed() {
  return (
    <PostFeed
      withReasons
      list={useForYou()}
      label={strings.home.forYou}
      end={strings.home.end}
      empty={
        <EmptyState
          title={strings.home.forYouEmpty}
          text={strings.home.forYouEmptyText}
          action={
            <ButtonLink to="/explore" kind="primary">
              {strings.home.explore}
            </ButtonLink>
          }
        />
      }
    />
  )
}
