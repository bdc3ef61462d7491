-- Generates the comments: one per post on average. The numbers of comments follow a power law. The
-- post named 'discussed post' has a comment for every fifth person. On each post, 30 % of the
-- comments after the first comment are replies to the first comment.
create unlogged table bench.drawn_comments as
select
  posts.id as post_id, i,
  random() as kind,
  bench.uuid_v7(at) as id,
  at,
  1 + floor(random() * people)::int as n
from (
  select
    id, created_at, people,
    case when id = (select named.id from bench.named where name = 'discussed post') then people / 5
      else least(floor(1.35 * (power(random(), -0.5) - 1)), 500) end::int as comments
  from social.posts, (select current_setting('bench.people')::int as people) as bounds
  where visibility <> 'only_me'
) as posts
cross join lateral generate_series(1, comments) as i
cross join lateral (
  select posts.created_at
    + (now() - posts.created_at) * power((i - 1 + random()) / comments, 3) as at
) as dated;

insert into social.comments
  (id, post_id, author_id, parent_id, root_id, depth, body, created_at)
select
  drawn.id, drawn.post_id, people.id, roots.id, roots.id, (roots.id is not null)::int::smallint,
  substr('Lovely light, and the herons look as if they had been asked to. Where is this bridge?',
    1, 10 + floor(70 * random())::int),
  drawn.at
from bench.drawn_comments as drawn
join bench.people using (n)
left join bench.drawn_comments as roots
  on roots.post_id = drawn.post_id and roots.i = 1 and drawn.i > 1 and drawn.kind < 0.3
order by drawn.id;

insert into bench.named
select 'discussed comment', id
from bench.drawn_comments
where i = 1 and post_id = (select id from bench.named where name = 'discussed post');
drop table bench.drawn_comments;
analyze social.comments;

-- Generates the likes of comments: one for about every third comment. A tenth of the people like
-- the comment named 'discussed comment'.
insert into social.comment_likes (user_id, comment_id, created_at)
select people.id, comments.id, now() - interval '1 second' * floor(31536000 * random())
from (
  select
    id, 1 + floor(random() * current_setting('bench.people')::int)::int as n
  from social.comments
  where random() < 0.3 and id <> (select id from bench.named where name = 'discussed comment')
  union all
  select named.id, people.n
  from bench.named, bench.people
  where name = 'discussed comment' and people.n % 10 = 0
) as comments
join bench.people using (n);
