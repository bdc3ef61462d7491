-- Demo likes, saves and comments on the posts of posts.sql, which runs before in the same session.
-- People like and comment only what they may see.

-- One row for each person and each post that the person may see and did not write.
create temporary table demo_views as
select
  posts.place, posts.id as post_id, posts.author_id, posts.created_at, people.id as person_id,
  people.username, follows.follower_id is not null as is_follower
from demo_posts as posts
join demo_people as people on people.id <> posts.author_id
left join social.follows
  on follows.follower_id = people.id and follows.followee_id = posts.author_id
  and follows.state = 'accepted'
where social_private.can_view_post(people.id, posts.id);

create index on demo_views (post_id);
analyze demo_views;

-- A post has between a third and twice the usual number of likes.
create temporary table demo_likes as
select
  person_id, post_id,
  created_at + least(interval '5 days', now() - created_at)
    * (pg_temp.roll('time ' || username || ' ' || place) % 1000 / 1000.0) ^ 2 as liked_at
from demo_views
where pg_temp.roll('like ' || username || ' ' || place) % 100
  < case when is_follower then 48 else 9 end
    * (35 + pg_temp.roll('quality ' || place) % 165) / 100.0
  and username <> 'freegifts';

insert into social.likes (user_id, post_id, created_at)
select person_id, post_id, liked_at from demo_likes order by liked_at;

insert into social.saves (user_id, post_id, created_at)
select person_id, post_id, created_at + (now() - created_at) * 0.5
from demo_views
where pg_temp.roll('save ' || username || ' ' || place) % 100 < 5;

create temporary table demo_comments (
  id uuid, post_id uuid, author_id uuid, parent_id uuid, root_id uuid, depth integer, body text,
  created_at timestamptz
);

-- The threads of comments.json. A reply names the text of the comment to which it replies.
do $$
declare
  thread record;
  parent demo_comments;
  at timestamptz;
begin
  for thread in
    select
      entry.place, entry.content ->> 'body' as body, entry.content ->> 'parent' as parent,
      posts.id as post_id, posts.created_at, people.id as author_id
    from demo_documents as document
    cross join jsonb_array_elements(document.content -> 'threads')
      with ordinality as entry (content, place)
    cross join lateral (
      select * from demo_posts
      where content -> 'media' ->> 0 = entry.content ->> 'post' order by place limit 1
    ) as posts
    join demo_people as people on people.username = entry.content ->> 'author'
    where document.name = 'comments'
    order by entry.place
  loop
    parent := null;
    select * into parent from demo_comments
    where demo_comments.post_id = thread.post_id and demo_comments.body = thread.parent;
    at := coalesce(parent.created_at, thread.created_at);
    at := at + least(thread.place * interval '7 minutes', (now() - at) * 0.4);
    insert into demo_comments values (
      social_private.uuid_v7(at), thread.post_id, thread.author_id, parent.id,
      coalesce(parent.root_id, parent.id), coalesce(parent.depth + 1, 0), thread.body, at);
  end loop;
end;
$$;

-- Remarks about the theme of the post, one for each commenter.
create temporary table demo_remarks as
select
  social_private.uuid_v7(at.remarked_at) as id, chosen.*, at.remarked_at,
  remarks.content ->> (
    (chosen.roll + chosen.number) % jsonb_array_length(remarks.content))::integer as body
from (
  select
    views.*, posts.content ->> 'theme' as theme,
    pg_temp.roll('post ' || views.place) as roll,
    row_number() over (
      partition by views.place
      order by not views.is_follower, pg_temp.roll('remark ' || views.username || ' ' || views.place)
    ) as number
  from demo_views as views
  join demo_posts as posts on posts.place = views.place
  where views.username not in ('vic', 'freegifts')
) as chosen
join demo_documents as document on document.name = 'comments'
cross join lateral (
  select document.content -> 'remarks' -> chosen.theme as content
) as remarks
cross join lateral (
  select chosen.created_at + least(interval '3 days', (now() - chosen.created_at) * 0.7)
    * (pg_temp.roll('when ' || chosen.username || ' ' || chosen.place) % 1000 / 1000.0) as remarked_at
) as at
where chosen.number <= chosen.roll % 6;

insert into demo_comments
select id, post_id, person_id, null, null, 0, body, remarked_at from demo_remarks;

-- The author answers some of the remarks, and some people reply to the answer.
create temporary table demo_answers as
select
  social_private.uuid_v7(at.answered_at) as answer_id, remarks.*, at.answered_at,
  document.content -> 'answers' as answers, document.content -> 'thanks' as thanks
from demo_remarks as remarks
join demo_documents as document on document.name = 'comments'
cross join lateral (
  select remarked_at + least(interval '2 hours', (now() - remarked_at) * 0.5) as answered_at
) as at
where (remarks.roll / 3 + remarks.number) % 3 = 0;

insert into demo_comments
select
  answer_id, post_id, author_id, id, id, 1,
  answers ->> ((roll / 7 + number) % jsonb_array_length(answers))::integer, answered_at
from demo_answers
union all
select
  social_private.uuid_v7(at.thanked_at), post_id, person_id, answer_id, id, 2,
  thanks ->> (roll % jsonb_array_length(thanks))::integer, at.thanked_at
from demo_answers
cross join lateral (
  select answered_at + least(interval '40 minutes', (now() - answered_at) * 0.5) as thanked_at
) as at
where roll % 3 = 0;

analyze demo_comments;

-- Parents are older than replies, so this order inserts them first.
insert into social.comments (
  id, post_id, author_id, parent_id, root_id, depth, body, created_at, pinned_at
)
select
  id, post_id, author_id, parent_id, root_id, depth, body, created_at,
  case when body like 'Which trail%' then created_at + interval '2 minutes' end
from demo_comments
order by created_at;

insert into social.comment_likes (user_id, comment_id, created_at)
select views.person_id, comments.id, comments.created_at + (now() - comments.created_at) * 0.3
from demo_comments as comments
join demo_views as views on views.post_id = comments.post_id
where views.person_id <> comments.author_id
  and not social_private.is_blocked(views.person_id, comments.author_id)
  and pg_temp.roll('comment ' || views.username || ' ' || comments.body || ' ' || views.place) % 100
    < case when comments.body like 'Which trail%' then 60 else 4 end;
