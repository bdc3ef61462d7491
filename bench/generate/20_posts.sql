-- Generates the posts: 20 per person on average. Active people have more posts. Most posts are
-- recent. The named viewers post nothing. About 88 % of the posts are public, 10 % are for
-- followers, and 2 % are for the author only.
create unlogged table bench.drawn_posts as
with drawn as materialized (
  select
    1 + floor(current_setting('bench.people')::int * power(random(), 2))::int as activity,
    random() as age,
    random() as kind
  from generate_series(1, 20 * current_setting('bench.people')::int)
), dated as (
  select
    people.id as author_id, drawn.kind,
    people.ended_at - interval '1 day' * age * age
      * (365 - extract(epoch from now() - people.ended_at) / 86400) as at
  from drawn join bench.people using (activity)
  where people.n not between 3 and 7
)
select bench.uuid_v7(at) as id, author_id, kind, date_trunc('milliseconds', at) as at
from dated;

insert into social.posts (id, author_id, caption, visibility, is_sensitive, created_at)
select
  id, author_id,
  substr('A walk along the river before the rain came, with light on the old bridge and nobody '
    'about but two herons and a dog that would not be photographed. Tell me where this is, and I '
    'will show you the rest of the roll next week.', 1, 40 + floor(160 * random())::int),
  case when kind < 0.02 then 'only_me' when kind < 0.12 then 'followers'
    else 'public' end::social.visibility,
  random() < 0.02, at
from bench.drawn_posts
order by id;
drop table bench.drawn_posts;
analyze social.posts;

-- Most posts have one picture, and a fifth of the posts have three pictures.
insert into social.post_media (post_id, position, path, mime_type, width, height, alt_text)
select
  id, position, author_id || '/' || bench.random_uuid() || '.jpg', 'image/jpeg', 1440, 1080,
  case when random() < 0.5 then 'A bridge over a river in the rain' end
from (
  select id, author_id, generate_series(0, case when random() < 0.2 then 2 else 0 end) as position
  from social.posts
) as pictures;

-- Gives names to two posts. Half of the people will like the first post. The second post gets a
-- long discussion.
insert into bench.named
select (array['liked post', 'discussed post'])[row_number() over (order by id)], id
from (
  select posts.id
  from social.posts
  where author_id = (select id from bench.named where name = 'celebrity')
    and visibility = 'public'
  order by posts.id desc
  limit 2 offset 3
) as chosen;
