-- Generates the blocks: one per person on average. The blocked person is random, and neither person
-- follows the other. The named viewers block 20 people each. Generates the mutes: each person mutes
-- up to two people whom they follow. The named viewers mute nobody, so the comparators need not
-- filter mutes.
create unlogged table bench.drawn_blocks as
with drawn as (
  select
    1 + floor(current_setting('bench.people')::int * random())::int as blocker,
    8 + floor((current_setting('bench.people')::int - 8) * random())::int as blocked
  from generate_series(1, current_setting('bench.people')::int)
  union
  select viewer, 8 + floor((current_setting('bench.people')::int - 8) * random())::int
  from generate_series(3, 6) as viewer, generate_series(1, 20)
)
select blocker.id as blocker_id, blocked.id as blocked_id
from drawn
join bench.people as blocker on blocker.n = drawn.blocker
join bench.people as blocked on blocked.n = drawn.blocked
where drawn.blocker <> drawn.blocked
  and drawn.blocker not in (1, 2, 7)
  -- Two conditions are faster than a single condition with `or`, which would scan all follows for
  -- every pair.
  and not exists (
    select from social.follows where follower_id = blocker.id and followee_id = blocked.id
  )
  and not exists (
    select from social.follows where follower_id = blocked.id and followee_id = blocker.id
  );
-- Nobody blocks the author of a comment under an own post, so that every comment counts.
delete from bench.drawn_blocks
using social.posts join social.comments on comments.post_id = posts.id
where posts.author_id = blocker_id and comments.author_id = blocked_id;
insert into social_private.blocks (blocker_id, blocked_id) select * from bench.drawn_blocks;
drop table bench.drawn_blocks;
analyze social_private.blocks;

insert into social_private.mutes (muter_id, muted_id)
select follower_id, followee_id
from (
  select
    follower_id, followee_id,
    row_number() over (partition by follower_id order by random()) as place
  from social.follows
  where state = 'accepted'
    and follower_id not in (select id from bench.people where n < 8)
) as drawn
where place <= 2;
analyze social_private.mutes;
