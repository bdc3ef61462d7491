-- Erasure: permanently deletes posts and accounts that can no longer be restored.
-- A call deletes a limited number of rows. Counters are exact after each call. An interrupted
-- erasure continues where the last call ended.

-- Erasure of posts and accounts

create function social_private.reported_posts()
  returns uuid[]
  language sql
  stable
  security invoker
  set search_path = ''
return array(
  select coalesce(comments.post_id, reports.target_id)
  from social_private.reports
  left join social.comments on comments.id = reports.target_id
  where reports.decided_at is null and reports.target_kind <> 'profile'
);

comment on function social_private.reported_posts() is
'Returns the ids of all posts that have an open report, or that have a comment with an open
report.';

create function social_private.erase_post(post_id uuid, max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  like_count integer;
  comment_count integer := 0;
begin
  delete from social.likes where likes.ctid = any (array(
    select few.ctid from social.likes as few
    where few.post_id = erase_post.post_id
    limit erase_post.max_rows
  ));
  get diagnostics like_count = row_count;
  if like_count < erase_post.max_rows then
    -- Delete the deepest comments first, so that no deletion cascades to replies.
    delete from social.comments where comments.id = any (array(
      select few.id from social.comments as few
      where few.post_id = erase_post.post_id
      order by few.depth desc
      limit erase_post.max_rows - like_count
    ));
    get diagnostics comment_count = row_count;
  end if;
  if like_count + comment_count < erase_post.max_rows then
    delete from social.posts where posts.id = erase_post.post_id;
    -- A trigger of the host can keep a row even if the row of the post is gone.
    if exists (select from social.posts where posts.id = erase_post.post_id)
      or exists (select from social.likes where likes.post_id = erase_post.post_id)
      or exists (select from social.comments where comments.post_id = erase_post.post_id)
      or exists (select from social.post_media where post_media.post_id = erase_post.post_id)
    then
      perform social_private.fail_kept('social.posts');
    end if;
  end if;
  return least(like_count + comment_count + 1, erase_post.max_rows);
end;
$$;

comment on function social_private.erase_post(uuid, integer) is
'Permanently deletes up to max_rows likes and comments of a post. If none are left, deletes the post
itself. Returns the number of deleted rows, which is less than max_rows once the post is deleted.';

create type social_private.erased_edges as (
  like_count integer,
  save_count integer,
  follow_count integer,
  block_count integer,
  blocked_by_count integer
);

comment on type social_private.erased_edges is
'The number of deleted rows of each kind. block_count counts blocks by the person, and
blocked_by_count counts blocks by others, which the receipt does not reveal.';

create function social_private.erase_edges(person uuid, max_rows integer)
  returns social_private.erased_edges
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  erased social_private.erased_edges;
  remaining integer := erase_edges.max_rows;
  post_like_count integer;
begin
  delete from social.likes where likes.ctid = any (array(
    select ctid from social.likes where user_id = erase_edges.person limit remaining
    for update skip locked));
  get diagnostics post_like_count = row_count;
  remaining := remaining - post_like_count;
  delete from social.comment_likes where comment_likes.ctid = any (array(
    select ctid from social.comment_likes where user_id = erase_edges.person limit remaining
    for update skip locked));
  get diagnostics erased.like_count = row_count;
  remaining := remaining - erased.like_count;
  erased.like_count := erased.like_count + post_like_count;
  delete from social.saves where saves.ctid = any (array(
    select ctid from social.saves where user_id = erase_edges.person limit remaining
    for update skip locked));
  get diagnostics erased.save_count = row_count;
  remaining := remaining - erased.save_count;
  delete from social.follows where follows.ctid = any (array(
    select ctid from social.follows
    where erase_edges.person in (follower_id, followee_id) limit remaining
    for update skip locked));
  get diagnostics erased.follow_count = row_count;
  remaining := remaining - erased.follow_count;
  with deleted as (
    delete from social_private.blocks where blocks.ctid = any (array(
      select ctid from social_private.blocks
      where erase_edges.person in (blocker_id, blocked_id) limit remaining
      for update skip locked))
    returning blocks.blocker_id
  )
  select
    (count(*) filter (where deleted.blocker_id = erase_edges.person))::integer,
    (count(*) filter (where deleted.blocker_id <> erase_edges.person))::integer
  into erased.block_count, erased.blocked_by_count
  from deleted;
  return erased;
end;
$$;

comment on function social_private.erase_edges(uuid, integer) is
'Permanently deletes up to max_rows likes, saves, follows and blocks of a person. Skips locked rows,
which the next call deletes. Returns the number of deleted rows of each kind.';

create function social_private.is_edge_left(person uuid)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return exists (select from social.likes where user_id = is_edge_left.person)
    or exists (select from social.comment_likes where user_id = is_edge_left.person)
    or exists (select from social.saves where user_id = is_edge_left.person)
    or exists (
      select from social.follows where is_edge_left.person in (follower_id, followee_id)
    )
    or exists (
      select from social_private.blocks where is_edge_left.person in (blocker_id, blocked_id)
    );
end;
$$;

comment on function social_private.is_edge_left(uuid) is
'Returns whether the person still has rows that erase_edges() would delete.';

create function social_private.check_edges_erased(person uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  unlocked regclass;
begin
  if not social_private.is_edge_left(check_edges_erased.person) then
    return;
  end if;
  select edges.relation into unlocked from (
    select 'social.likes'::regclass as relation from (
      select from social.likes where user_id = check_edges_erased.person
      limit 1 for update skip locked) as edge
    union all
    select 'social.comment_likes' from (
      select from social.comment_likes where user_id = check_edges_erased.person
      limit 1 for update skip locked) as edge
    union all
    select 'social.saves' from (
      select from social.saves where user_id = check_edges_erased.person
      limit 1 for update skip locked) as edge
    union all
    select 'social.follows' from (
      select from social.follows where check_edges_erased.person in (follower_id, followee_id)
      limit 1 for update skip locked) as edge
    union all
    select 'social_private.blocks' from (
      select from social_private.blocks where check_edges_erased.person in (blocker_id, blocked_id)
      limit 1 for update skip locked) as edge
  ) as edges
  limit 1;
  perform social_private.fail_kept(
    coalesce(unlocked, 'social.profiles'), is_locked => unlocked is null);
end;
$$;

comment on function social_private.check_edges_erased(uuid) is
'Raises an error if the person still has a row that erase_edges() could not delete: a trigger of the
host keeps the row, or another transaction locks it.';

create function social_private.check_comment_erased(comment_id uuid)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  if exists (
    select from social.comments
    where comments.id = check_comment_erased.comment_id and comments.author_id is not null
  ) then
    perform social_private.fail_kept('social.comments');
  end if;
end;
$$;

comment on function social_private.check_comment_erased(uuid) is
'Raises an error if a trigger of the host has kept the comment.';

create function social_private.erase_comments_of(person uuid, max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  comment_id uuid;
  erased integer := 0;
begin
  for comment_id in
    select comments.id from social.comments
    where comments.author_id = erase_comments_of.person
    order by comments.id
    limit erase_comments_of.max_rows
  loop
    -- To avoid deadlocks, lock the post before its comments, as a deletion of the post does.
    perform from social.posts
    where posts.id = (select post_id from social.comments where comments.id = comment_id)
    for key share;
    perform from social.comments where comments.id = comment_id for update;
    continue when not found;
    perform social_private.erase_comment(comment_id);
    perform social_private.check_comment_erased(comment_id);
    erased := erased + 1;
  end loop;
  return erased;
end;
$$;

comment on function social_private.erase_comments_of(uuid, integer) is
'Permanently deletes up to max_rows comments of a person. Comments with replies become tombstones.
Returns the number of deleted comments.';

create function social_private.erase_posts_of(person uuid, max_rows integer)
  returns social_private.erasures
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  erased social_private.erasures;
  post social.posts;
  remaining integer := erase_posts_of.max_rows;
  media integer;
begin
  erased.post_count := 0;
  erased.media_count := 0;
  for post in
    select * from social.posts
    where posts.author_id = erase_posts_of.person
    order by posts.id
    limit erase_posts_of.max_rows
    for update
  loop
    media := (
      select count(*)::integer from social.post_media where post_media.post_id = post.id);
    remaining := remaining - social_private.erase_post(post.id, remaining);
    if not exists (select from social.posts where posts.id = post.id) then
      erased.post_count := erased.post_count + 1;
      erased.media_count := erased.media_count + media;
    end if;
    exit when remaining <= 0;
  end loop;
  return erased;
end;
$$;

comment on function social_private.erase_posts_of(uuid, integer) is
'Permanently deletes posts of a person, up to max_rows rows in total. Returns the number of deleted
posts and the number of their media.';

create function social_private.can_delete_from(relation text)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  target regclass := to_regclass(can_delete_from.relation);
begin
  return coalesce(
    has_table_privilege(target, 'select') and has_table_privilege(target, 'delete'), false);
end;
$$;

comment on function social_private.can_delete_from(text) is
'Returns whether the caller may delete rows of the table. False if the table does not exist.';

create function social_private.erase_unfinished_sign_ins(person uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  if social_private.can_delete_from('auth.flow_state') then
    delete from auth.flow_state where flow_state.user_id = erase_unfinished_sign_ins.person;
    -- Old versions of Auth do not have this column.
    if exists (
      select from pg_catalog.pg_attribute
      where attrelid = to_regclass('auth.flow_state') and attname = 'linking_target_id'
    ) then
      execute 'delete from auth.flow_state where linking_target_id = $1'
        using erase_unfinished_sign_ins.person;
    end if;
  end if;
  -- The tokens of a session disappear with it. Old versions of Auth had tokens without a session.
  if social_private.can_delete_from('auth.refresh_tokens') then
    delete from auth.refresh_tokens
    where refresh_tokens.session_id is null
      and refresh_tokens.user_id = erase_unfinished_sign_ins.person::text;
  end if;
end;
$$;

comment on function social_private.erase_unfinished_sign_ins(uuid) is
'Deletes rows of Auth about sign-ins of a person that no foreign key deletes. The database role may
lack the right to delete them, and then they stay.';

create function social_private.erase_traces(erasure social_private.erasures)
  returns bigint
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  person uuid := (erase_traces.erasure).profile_id;
  addresses text[] := array(
    select lower(address) from auth.users, unnest(array[users.email, users.phone]) as address
    where users.id = person and address <> ''
  );
  first_block bigint := (erase_traces.erasure).audit_block;
  next_block bigint := first_block + 10000;
begin
  perform social_private.erase_unfinished_sign_ins(person);
  if not social_private.can_delete_from('auth.audit_log_entries') then
    return 0::bigint;
  end if;
  -- Auth has no index on the people in its audit log, and the log can be very long. Therefore, each
  -- call reads only some blocks of the log.
  delete from auth.audit_log_entries as entry
  where entry.ctid >= format('(%s,0)', first_block)::tid
    and entry.ctid < format('(%s,0)', next_block)::tid
    and (
      strpos(entry.payload::text, person::text) > 0
      or array[
        lower(entry.payload ->> 'actor_username'), lower(entry.payload #>> '{traits,user_email}'),
        lower(entry.payload #>> '{traits,user_phone}')
      ] && addresses
      -- The address may have belonged to another person, who still has a login.
      and not exists (
        select from auth.users as other
        where other.id::text in (entry.payload ->> 'actor_id', entry.payload #>> '{traits,user_id}')
      )
    );
  update social_private.erasures set audit_block = next_block
  where erasures.id = (erase_traces.erasure).id;
  return greatest(0, -next_block
    + pg_relation_size('auth.audit_log_entries') / current_setting('block_size')::integer);
end;
$$;

comment on function social_private.erase_traces(social_private.erasures) is
'Deletes what Auth has written about a person outside the login: entries of its audit log, and
unfinished sign-ins. The database role may lack the right to delete them, and then they stay.
Returns the number of blocks of the audit log that the next call must search.';

create function social_private.check_login_erased(person uuid)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  reference record;
  is_left boolean;
begin
  if exists (select from auth.users where users.id = check_login_erased.person) then
    perform social_private.fail_kept('auth.users');
  end if;
  if exists (
    select from social_private.notifications where actor_id = check_login_erased.person
  ) or exists (
    select from social_private.notification_groups
    where recipient_id = check_login_erased.person
  ) then
    perform social_private.fail_kept('social_private.notifications');
  end if;
  for reference in
    select pg_constraint.conrelid::regclass as relation, pg_attribute.attname as name
    from pg_catalog.pg_constraint
    join pg_catalog.pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and cardinality(conkey) = 1
      and confrelid in ('auth.users'::regclass, 'social.profiles'::regclass)
      and connamespace in (
        'auth'::regnamespace, 'social'::regnamespace, 'social_private'::regnamespace)
      and has_table_privilege(conrelid, 'select')
    order by 1, 2
  loop
    execute format(
      'select exists (select from %s where %I = $1)', reference.relation, reference.name)
    into is_left using check_login_erased.person;
    if is_left then
      perform social_private.fail_kept(reference.relation);
    end if;
  end loop;
end;
$$;

comment on function social_private.check_login_erased(uuid) is
'Raises an error if a trigger of the host has kept the login of a person, a notification, or a row
that references the login or the profile.';

create function social_private.erase_login(erasure social_private.erasures)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  person uuid := (erase_login.erasure).profile_id;
begin
  perform social_private.check_edges_erased(person);
  if exists (select from social.posts where posts.author_id = person)
    or social_private.erase_traces(erase_login.erasure) > 0
  then
    return;
  end if;
  -- Through foreign keys, this also deletes the profile, the settings and the sessions of the
  -- account.
  delete from auth.users where users.id = person;
  perform social_private.check_login_erased(person);
end;
$$;

comment on function social_private.erase_login(social_private.erasures) is
'Deletes the login of a person who has no posts, comments, likes, saves, follows and blocks any
more, and what Auth has written about the person. Long logs take several calls.';

create function social_private.erase_account(erasure_id uuid, max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  erasure social_private.erasures;
  told social_private.erased_notifications;
  edges social_private.erased_edges;
  published social_private.erasures;
  comments integer := 0;
  erased integer;
begin
  select * into erasure from social_private.erasures where erasures.id = erase_account.erasure_id;
  -- Delete notifications first. Blocks and follows decide which of them the person could see.
  told := social_private.erase_notifications(erasure.profile_id, erase_account.max_rows);
  edges := social_private.erase_edges(
    erasure.profile_id, erase_account.max_rows - told.row_count);
  erased := told.row_count + edges.like_count + edges.save_count + edges.follow_count
    + edges.block_count + edges.blocked_by_count;
  if erased < erase_account.max_rows then
    comments := social_private.erase_comments_of(
      erasure.profile_id, erase_account.max_rows - erased);
    erased := erased + comments;
  end if;
  if erased < erase_account.max_rows then
    published := social_private.erase_posts_of(erasure.profile_id, erase_account.max_rows - erased);
  end if;
  update social_private.erasures as receipt set
    started_at = coalesce(receipt.started_at, now()),
    like_count = receipt.like_count + edges.like_count,
    save_count = receipt.save_count + edges.save_count,
    follow_count = receipt.follow_count + edges.follow_count,
    block_count = receipt.block_count + edges.block_count,
    notification_count = receipt.notification_count + told.visible_count,
    comment_count = receipt.comment_count + comments,
    post_count = receipt.post_count + coalesce(published.post_count, 0),
    media_count = receipt.media_count + coalesce(published.media_count, 0),
    -- Count the files before the first row is deleted.
    file_count = case when receipt.started_at is null
      then social_private.count_files(erasure.profile_id) else receipt.file_count end
  where receipt.id = erasure.id;
  -- Delete the login last, in a separate call. By then, all rows that the receipt counts are
  -- deleted.
  if erased = 0 then
    perform social_private.erase_login(erasure);
  end if;
  return erase_account.max_rows;
end;
$$;

comment on function social_private.erase_account(uuid, integer) is
'Permanently deletes up to max_rows rows of one account. The last call deletes the login of the
account.';
-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
