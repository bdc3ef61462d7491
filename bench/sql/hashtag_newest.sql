-- The newest posts with a hashtag, as most applications read them: a join, conditions and a sort. $1
-- is the viewer, $2 the hashtag, and $3 the last id of the previous page.
select posts.id
from social.post_hashtags
join social.posts on posts.id = post_hashtags.post_id
join social_private.accounts on accounts.profile_id = posts.author_id
where post_hashtags.hashtag = $2 and posts.id < $3::uuid
  and posts.audience = 'public' and accounts.audience_level = 2
  and not exists (
    select from social_private.blocks
    where blocks.blocker_id = $1::uuid and blocks.blocked_id = posts.author_id
      or blocks.blocker_id = posts.author_id and blocks.blocked_id = $1::uuid
  )
  and not exists (
    select from social_private.mutes
    where mutes.muter_id = $1::uuid and mutes.muted_id = posts.author_id
      and (mutes.expires_at is null or mutes.expires_at > now())
  )
order by posts.created_at desc, posts.id desc
limit 20
