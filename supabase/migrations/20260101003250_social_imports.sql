-- Imports: create the items of an export again, for a profile of this project.
-- Only the operator's command, which has the secret key, can import items. Clients cannot import
-- items, because imported items keep their dates and clients must not choose dates. All rules on
-- numbers and visibility apply again. An item that breaks a rule is skipped and returned as a
-- problem.

-- Items: each function below imports one item and returns whether the item was new.

create function social_private.import_reaction(person uuid, kind text, item jsonb)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  target uuid := social_private.imported_id(
    import_reaction.person, (import_reaction.item ->> 'id')::uuid);
  at timestamptz := social_private.past_time(
    import_reaction.item ->> 'created_at', '2000-01-01');
begin
  if import_reaction.item ->> 'kind' = 'comment' and import_reaction.kind = 'likes' then
    perform social_private.lock_visible_comment(import_reaction.person, target);
    insert into social.comment_likes (user_id, comment_id, created_at)
    values (import_reaction.person, target, at)
    on conflict on constraint comment_likes_pkey do nothing;
  elsif import_reaction.item ->> 'kind' = 'post' then
    perform social_private.lock_visible_post(import_reaction.person, target);
    if import_reaction.kind = 'likes' then
      insert into social.likes (user_id, post_id, created_at)
      values (import_reaction.person, target, at)
      on conflict on constraint likes_pkey do nothing;
    elsif import_reaction.kind = 'muted_posts' then
      return social_private.import_muted_post(import_reaction.person, target, at);
    else
      insert into social.saves (user_id, post_id, created_at)
      values (import_reaction.person, target, at)
      on conflict on constraint saves_pkey do nothing;
    end if;
  else
    perform social_private.fail('import_invalid');
  end if;
  return found;
end;
$$;

comment on function social_private.import_reaction(uuid, text, jsonb) is
'Imports a like, a save or a muted post, if the person may see the post or comment.';

create function social_private.import_follow(person uuid, item jsonb)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  other uuid := (import_follow.item -> 'profile' ->> 'id')::uuid;
  requested timestamptz := social_private.past_time(
    import_follow.item ->> 'created_at', '2000-01-01');
  accepted timestamptz := social_private.past_time_or_null(
    import_follow.item ->> 'accepted_at', requested);
  followee social.profiles;
begin
  -- Reject rows about followers, because an import must not make other people follow the person.
  if import_follow.item ->> 'direction' is distinct from 'following' then
    perform social_private.fail('import_invalid');
  end if;
  if other = import_follow.person then
    perform social_private.fail('cannot_follow_self');
  end if;
  perform social_private.lock_visible_profile(import_follow.person, other);
  select * into followee from social.profiles where profiles.id = other;
  if exists (
    select from social.follows
    where follows.follower_id = import_follow.person and follows.followee_id = other
  ) then
    return false;
  end if;
  if (
    select count(*) from social.follows where follows.follower_id = import_follow.person
  ) >= (select config.following_max from social_private.config) then
    perform social_private.fail('following_too_many');
  end if;
  -- The owner of a private account gets a new follow request, even if they accepted the person
  -- before the export.
  insert into social.follows (follower_id, followee_id, state, created_at, accepted_at)
  values (
    import_follow.person, other,
    case when followee.is_private then 'pending' else 'accepted' end::social.follow_state,
    requested,
    case when not followee.is_private then coalesce(accepted, now()) end
  );
  return true;
end;
$$;

comment on function social_private.import_follow(uuid, jsonb) is
'Imports a follow: the person follows another person. If the account of the other person is private,
creates a follow request instead.';

create function social_private.import_block(person uuid, item jsonb)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  other uuid := (import_block.item -> 'profile' ->> 'id')::uuid;
  at timestamptz := social_private.past_time(import_block.item ->> 'created_at', '2000-01-01');
  until timestamptz := (import_block.item ->> 'expires_at')::timestamptz;
begin
  if other = import_block.person
    or import_block.item ->> 'kind' in ('block', 'mute', 'close_friend', 'bell') is not true
  then
    perform social_private.fail('import_invalid');
  end if;
  if social_private.is_blocking(import_block.person, other) then
    return false;
  end if;
  perform social_private.lock_visible_profile(import_block.person, other);
  if import_block.item ->> 'kind' = 'mute' then
    insert into social_private.mutes (muter_id, muted_id, created_at, expires_at)
    values (import_block.person, other, at, until)
    on conflict on constraint mutes_pkey do nothing;
    return found;
  end if;
  if import_block.item ->> 'kind' = 'close_friend' then
    insert into social_private.close_friends (owner_id, friend_id, created_at)
    values (import_block.person, other, at)
    on conflict on constraint close_friends_pkey do nothing;
    return found;
  end if;
  if import_block.item ->> 'kind' = 'bell' then
    return social_private.import_bell(import_block.person, other, at);
  end if;
  insert into social_private.blocks (blocker_id, blocked_id, created_at)
  values (import_block.person, other, at);
  delete from social.follows
  where (follows.follower_id, follows.followee_id)
    in ((import_block.person, other), (other, import_block.person));
  delete from social_private.close_friends
  where (close_friends.owner_id, close_friends.friend_id)
    in ((import_block.person, other), (other, import_block.person));
  delete from social_private.bells
  where (bells.ringer_id, bells.author_id)
    in ((import_block.person, other), (other, import_block.person));
  return true;
end;
$$;

comment on function social_private.import_block(uuid, jsonb) is
'Imports a block, a mute, a close friend or a bell.';

create function social_private.import_discovery(person uuid, item jsonb)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  is_new boolean := social_private.import_choice(
    import_discovery.person, import_discovery.item, social_private.past_time(
      import_discovery.item ->> 'created_at', '2000-01-01'));
begin
  if is_new is null then
    perform social_private.fail('import_invalid');
  end if;
  return is_new;
end;
$$;

comment on function social_private.import_discovery(uuid, jsonb) is
'Imports a followed hashtag, a muted word, a dismissed suggestion, or something that the feed For
You shows less of.';

create function social_private.import_item(person uuid, kind text, item jsonb)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  return case import_item.kind
    when 'profile' then social_private.import_profile(import_item.person, import_item.item)
    when 'posts' then social_private.import_post(import_item.person, import_item.item)
    when 'comments' then social_private.import_comment(import_item.person, import_item.item)
    when 'follows' then social_private.import_follow(import_item.person, import_item.item)
    when 'blocks' then social_private.import_block(import_item.person, import_item.item)
    when 'discovery' then social_private.import_discovery(import_item.person, import_item.item)
    else social_private.import_reaction(
      import_item.person, import_item.kind, import_item.item)
  end;
end;
$$;

comment on function social_private.import_item(uuid, text, jsonb) is
'Imports one item of a document of an export.';

-- Command

create type social.import_result as (
  imported_count integer,
  existing_count integer,
  problems jsonb
);

comment on type social.import_result is
'The result of importing a list of items. imported_count is the number of imported items.
existing_count is the number of items that already existed. Each other item has a problem. problems
is an array of {index, code}. The first item has the index 0.';

create function social_private.import_items(profile_id uuid, kind text, items jsonb)
  returns social.import_result
  language plpgsql
  volatile
  security definer -- service_role has no write grant
  set search_path = ''
as $$
declare
  item record;
  result social.import_result := (0, 0, '[]'::jsonb);
begin
  if not exists (select from social.profiles where profiles.id = import_items.profile_id) then
    perform social_private.fail('profile_not_found');
  end if;
  if import_items.kind in (
      'profile', 'posts', 'comments', 'likes', 'saves', 'follows', 'blocks', 'muted_posts',
      'discovery'
    ) is not true
    or jsonb_typeof(import_items.items) is distinct from 'array'
    or jsonb_array_length(import_items.items) > 100
  then
    perform social_private.fail('import_invalid', 'At most 100 items of one document.');
  end if;
  -- Concurrent imports for one person wait here for each other. To avoid deadlocks, first lock all
  -- pairs of people, in the order of their ids.
  perform pg_advisory_xact_lock(hashtextextended('social import ' || import_items.profile_id, 0));
  if import_items.kind in ('follows', 'blocks') then
    perform social_private.lock_pair(import_items.profile_id, others.id)
    from (
      select distinct value -> 'profile' ->> 'id' as id
      from jsonb_array_elements(import_items.items) order by 1
    ) as given
    join social.profiles as others on others.id::text = given.id;
  end if;
  for item in
    select value, ordinality from jsonb_array_elements(import_items.items) with ordinality
  loop
    begin
      if social_private.import_item(import_items.profile_id, import_items.kind, item.value) then
        result.imported_count := result.imported_count + 1;
      else
        result.existing_count := result.existing_count + 1;
      end if;
    exception
      when sqlstate 'PT403' or sqlstate 'PT404' or sqlstate 'PT409' or sqlstate 'PT422' then
        result.problems := result.problems
          || jsonb_build_object('index', item.ordinality - 1, 'code', sqlerrm);
      when data_exception or integrity_constraint_violation then
        result.problems := result.problems
          || jsonb_build_object('index', item.ordinality - 1, 'code', 'import_invalid');
    end;
  end loop;
  perform social_private.queue_imported_counts(import_items.profile_id);
  return result;
end;
$$;

create function social.import_items(profile_id uuid, kind text, items jsonb)
  returns social.import_result
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.import_items(import_items.profile_id, import_items.kind, import_items.items);

comment on function social.import_items(uuid, text, jsonb) is
'Import up to 100 items of an export document for a profile. Secret key only. Idempotent.

kind is profile, posts, comments, likes, saves, follows, blocks, muted_posts or discovery. For
profile, pass one item: the profile with its settings, and avatar_id as in update_profile. For
posts, pass media as in create_post. Nobody is notified of imported items. Returns the numbers of
imported and existing items, and a problem for each item that could not be imported.

Errors: import_invalid, profile_not_found. Problems: alt_text_too_long, argument_missing,
avatar_not_found, bio_too_long, cannot_follow_self, caption_too_long, comment_empty,
comment_not_found, comment_too_long, comments_closed, display_name_too_long, following_too_many,
hashtag_follows_too_many, hashtag_invalid, hashtags_too_many, import_invalid, media_in_use,
media_invalid, media_not_found, media_not_ready, media_required, media_too_many,
mentions_too_many, muted_words_too_many, post_empty, post_not_found, profile_not_found,
reply_too_deep, sensitive_note_too_long, text_invalid, website_invalid, website_too_long,
word_empty, word_too_long.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.import_items(uuid, text, jsonb), social.import_items(uuid, text, jsonb)
  to service_role;

-- Policies: see social_table_access.
