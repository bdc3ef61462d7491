-- Counter checks: functions with which the operator verifies and repairs the counters.

-- What counts

create view social_private.countable_edges with (security_invoker = true) as
select
  'like'::social_private.edge_kind as kind, likes.user_id as actor_id, likes.post_id as subject_id,
  accounts.audience_level > 0 as is_counted
from social.likes
join social_private.accounts on accounts.profile_id = likes.user_id
union all
select 'comment_like', comment_likes.user_id, comment_likes.comment_id, accounts.audience_level > 0
from social.comment_likes
join social_private.accounts on accounts.profile_id = comment_likes.user_id
union all
select
  'follow', follows.follower_id, follows.followee_id,
  accounts.audience_level > 0 and followee.audience_level > 0
from social.follows
join social_private.accounts on accounts.profile_id = follows.follower_id
join social_private.accounts as followee on followee.profile_id = follows.followee_id
where follows.state = 'accepted';

comment on view social_private.countable_edges is
'All likes and accepted follows. is_counted says whether the row should count: a like counts while
the person is active, and a follow counts while both people are active.';

comment on column social_private.countable_edges.kind is
'The kind of the row: like, comment_like or follow.';

comment on column social_private.countable_edges.actor_id is 'The person who likes or follows.';

comment on column social_private.countable_edges.subject_id is
'The liked post or comment, or the followed person.';

comment on column social_private.countable_edges.is_counted is 'Whether the row should count.';

create view social_private.counted_edges with (security_invoker = true) as
select countable.*
from social_private.countable_edges as countable
left join social_private.uncounted_edges as uncounted using (kind, actor_id, subject_id)
where uncounted.kind is null;

comment on view social_private.counted_edges is 'All likes and follows that count now.';

comment on column social_private.counted_edges.kind is
'The kind of the row: like, comment_like or follow.';

comment on column social_private.counted_edges.actor_id is 'The person who likes or follows.';

comment on column social_private.counted_edges.subject_id is
'The liked post or comment, or the followed person.';

comment on column social_private.counted_edges.is_counted is
'Whether the row should count. The rows of this view count now.';

create view social_private.counted_comments with (security_invoker = true) as
select countable.*
from social_private.countable_comments as countable
left join social_private.uncounted_comments as uncounted using (comment_id)
where uncounted.comment_id is null;

comment on view social_private.counted_comments is 'All comments that count now.';

comment on column social_private.counted_comments.comment_id is 'The comment.';

comment on column social_private.counted_comments.post_id is 'The post of the comment.';

comment on column social_private.counted_comments.root_id is
'The top-level comment of the thread. Null for a top-level comment.';

comment on column social_private.counted_comments.author_id is 'The author of the comment.';

comment on column social_private.counted_comments.is_counted is
'Whether the comment should count. The rows of this view count now.';

comment on column social_private.counted_comments.hider_id is
'The author of the post, if they still see the comment because they hid it themselves.';

create view social_private.wrong_uncounted_edges with (security_invoker = true) as
select kind, actor_id, subject_id, uncounted.kind is not null as is_uncounted
from social_private.countable_edges as countable
full join social_private.uncounted_edges as uncounted using (kind, actor_id, subject_id)
where (uncounted.kind is not null) = coalesce(countable.is_counted, true)
  and not exists (
    select from social_private.count_updates where count_updates.person_id in (actor_id, subject_id)
  );

comment on view social_private.wrong_uncounted_edges is
'Likes and follows that count and should not, or the other way round, and rows of uncounted_edges
without a like or follow. Leaves out people whom the worker has yet to count anew.';

comment on column social_private.wrong_uncounted_edges.kind is
'The kind of the row: like, comment_like or follow.';

comment on column social_private.wrong_uncounted_edges.actor_id is
'The person who likes or follows.';

comment on column social_private.wrong_uncounted_edges.subject_id is
'The liked post or comment, or the followed person.';

comment on column social_private.wrong_uncounted_edges.is_uncounted is
'Whether uncounted_edges has a row for it now.';

create view social_private.wrong_uncounted_comments with (security_invoker = true) as
select comment_id, author_id, uncounted.post_id is not null as is_uncounted
from social_private.countable_comments as countable
full join social_private.uncounted_comments as uncounted using (comment_id, author_id)
where (
    (uncounted.post_id is not null) = coalesce(countable.is_counted, true)
    or uncounted.hider_id is distinct from countable.hider_id
  )
  and not exists (
    select from social_private.count_updates where count_updates.person_id = author_id
  );

comment on view social_private.wrong_uncounted_comments is
'Comments that count and should not, or the other way round, and rows of uncounted_comments without
a comment. Leaves out people whom the worker has yet to count anew.';

comment on column social_private.wrong_uncounted_comments.comment_id is 'The comment.';

comment on column social_private.wrong_uncounted_comments.author_id is 'The author of the comment.';

comment on column social_private.wrong_uncounted_comments.is_uncounted is
'Whether uncounted_comments has a row for it now.';

-- Verification and repair

create view social_private.actual_counts with (security_invoker = true) as
select 'post_count' as counter, author_id as subject_id, count(*) as value
from social.posts where audience <> 'only_me' group by author_id
union all
select case kind
  when 'like' then 'post_like_count' when 'comment_like' then 'comment_like_count'
  else 'follower_count' end, subject_id, count(*)
from social_private.counted_edges group by kind, subject_id
union all
select 'following_count', actor_id, count(*)
from social_private.counted_edges where kind = 'follow' group by actor_id
union all
select 'post_comment_count', post_id, count(*)
from social_private.counted_comments group by post_id
union all
select 'comment_reply_count', root_id, count(*)
from social_private.counted_comments where root_id is not null group by root_id
union all
-- Without its main row, a counter would lose all later changes.
select 'post_count', id, 0 from social.profiles where not exists (
  select from social_private.profile_counters where profile_id = id and slot = 0)
union all
select 'post_comment_count', id, 0 from social.posts where not exists (
  select from social_private.post_counters where post_id = id and slot = 0)
union all
select 'comment_reply_count', id, 0 from social.comments where not exists (
  select from social_private.comment_counters where comment_id = id and slot = 0);

comment on view social_private.actual_counts is
'The number of rows that each counter should count. A counter without a main row also has a row with
the value 0, so that verify_counters() notices it.';

create function social_private.verify_counters()
  returns table (counter text, subject_id uuid, stored bigint, actual bigint)
  language sql
  stable
  security invoker
  set search_path = ''
as $$
  with stored (counter, subject_id, value) as (
    select counter, profile_id, sum(value)
    from social_private.profile_counters, lateral (values
      ('post_count', post_count), ('follower_count', follower_count),
      ('following_count', following_count)
    ) as columns (counter, value)
    group by 1, 2
    union all
    select 'post_' || counter, post_id, sum(value)
    from social_private.post_counters, lateral (values
      ('like_count', like_count), ('comment_count', comment_count)
    ) as columns (counter, value)
    group by 1, 2
    union all
    select 'comment_' || counter, comment_id, sum(value)
    from social_private.comment_counters, lateral (values
      ('like_count', like_count), ('reply_count', reply_count)
    ) as columns (counter, value)
    group by 1, 2
  ), actual (counter, subject_id, value) as (
    select counter, subject_id, sum(value)::bigint
    from social_private.actual_counts group by counter, subject_id
  )
  select counter, subject_id, stored.value, coalesce(actual.value, 0)
  from stored full join actual using (counter, subject_id)
  where stored.value is distinct from coalesce(actual.value, 0)
  union all
  select 'uncounted_' || kind, actor_id,
    count(*) filter (where is_uncounted), count(*) filter (where not is_uncounted)
  from social_private.wrong_uncounted_edges group by kind, actor_id
  union all
  select 'uncounted_comment', author_id,
    count(*) filter (where is_uncounted), count(*) filter (where not is_uncounted)
  from social_private.wrong_uncounted_comments group by author_id
$$;

comment on function social_private.verify_counters() is
'Returns every counter whose value differs from the actual number of rows that count, and counters
whose row is missing (stored is null). An empty result means that all counters are correct.

The counters uncounted_like, uncounted_comment_like, uncounted_follow and uncounted_comment are
about a person: stored is the number of rows that should count and do not, and actual is the number
of rows that count and should not. People whom the worker has yet to count anew are left out here.

The function uses one snapshot, so concurrent writes cause no false results. The function reads
whole tables, so call it when the database is not busy.';

create function social_private.correct_counters()
  returns bigint
  language sql
  volatile
  security invoker
  set search_path = ''
as $$
  with stray_profiles as (
    delete from social_private.profile_counters
    where not exists (select from social.profiles where id = profile_id)
  ), stray_posts as (
    delete from social_private.post_counters
    where not exists (select from social.posts where id = post_id)
  ), stray_comments as (
    delete from social_private.comment_counters
    where not exists (select from social.comments where id = comment_id)
  ), profile_slots as (
    insert into social_private.profile_counters (profile_id) select id from social.profiles
    on conflict on constraint profile_counters_pkey do nothing
  ), post_slots as (
    insert into social_private.post_counters (post_id) select id from social.posts
    on conflict on constraint post_counters_pkey do nothing
  ), comment_slots as (
    insert into social_private.comment_counters (comment_id) select id from social.comments
    on conflict on constraint comment_counters_pkey do nothing
  ), wrong as materialized (
    select counter, subject_id, (actual - coalesce(stored, 0))::integer as missing
    from social_private.verify_counters() where counter not like 'uncounted%'
  ), profiles as (
    insert into social_private.profile_counters
      (profile_id, slot, post_count, follower_count, following_count)
    select
      subject_id, nextval('social_private.counter_slots'),
      coalesce(sum(missing) filter (where counter = 'post_count'), 0),
      coalesce(sum(missing) filter (where counter = 'follower_count'), 0),
      coalesce(sum(missing) filter (where counter = 'following_count'), 0)
    from wrong join social.profiles on profiles.id = subject_id
    where counter in ('post_count', 'follower_count', 'following_count')
    group by subject_id
  ), posts as (
    insert into social_private.post_counters (post_id, slot, like_count, comment_count)
    select
      subject_id, nextval('social_private.counter_slots'),
      coalesce(sum(missing) filter (where counter = 'post_like_count'), 0),
      coalesce(sum(missing) filter (where counter = 'post_comment_count'), 0)
    from wrong join social.posts on posts.id = subject_id
    where counter in ('post_like_count', 'post_comment_count')
    group by subject_id
  ), comments as (
    insert into social_private.comment_counters (comment_id, slot, like_count, reply_count)
    select
      subject_id, nextval('social_private.counter_slots'),
      coalesce(sum(missing) filter (where counter = 'comment_like_count'), 0),
      coalesce(sum(missing) filter (where counter = 'comment_reply_count'), 0)
    from wrong join social.comments on comments.id = subject_id
    where counter in ('comment_like_count', 'comment_reply_count')
    group by subject_id
  )
  select count(*) from wrong
$$;

comment on function social_private.correct_counters() is
'Corrects the wrong counters that verify_counters returns. Also creates missing counters, and
deletes counters whose profile, post or comment no longer exists.

The function inserts corrections as pending rows (slot > 0), so you can call it while people use the
app.

Returns how many counters were wrong.';

create function social_private.repair_counters()
  returns bigint
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  wrong bigint := (
    select count(*) from social_private.verify_counters() where counter like 'uncounted%');
  edge record;
begin
  for edge in
    select kind, actor_id, array_agg(subject_id) as subjects,
      array_agg(actor_id) as actors
    from social_private.wrong_uncounted_edges group by kind, actor_id
  loop
    case edge.kind
      when 'like' then perform social_private.recount_likes(edge.actor_id, edge.subjects);
      when 'comment_like' then
        perform social_private.recount_comment_likes(edge.actor_id, edge.subjects);
      else perform social_private.recount_follows(edge.actors, edge.subjects);
    end case;
  end loop;
  perform social_private.recount_comments(array(
    select comment_id from social_private.wrong_uncounted_comments));
  -- What is still wrong has no like, follow or comment any more.
  delete from social_private.uncounted_edges using social_private.wrong_uncounted_edges as stray
  where (uncounted_edges.kind, uncounted_edges.actor_id, uncounted_edges.subject_id)
    = (stray.kind, stray.actor_id, stray.subject_id)
    and not exists (
      select from social_private.countable_edges as countable
      where (countable.kind, countable.actor_id, countable.subject_id)
        = (stray.kind, stray.actor_id, stray.subject_id)
    );
  delete from social_private.uncounted_comments
  where not exists (
    select from social.comments
    where comments.id = uncounted_comments.comment_id and comments.deleted_at is null
  );
  return wrong + social_private.correct_counters();
end;
$$;

comment on function social_private.repair_counters() is
'Corrects everything that verify_counters returns, also while people use the app. Returns how many
counters were wrong.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
