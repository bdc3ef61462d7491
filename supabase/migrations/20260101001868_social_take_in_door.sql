-- The door of the take-in, and the profile.

-- Commands

create function social_private.take_in_profile(person uuid, item jsonb)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  config social_private.config;
  before social.profiles;
  address text;
  avatar text;
begin
  select * into config from social_private.config;
  select * into before from social.profiles
  where profiles.id = take_in_profile.person for update;
  address := social_private.clean_text(
    take_in_profile.item ->> 'website', 'website', config.website_length);
  if not social_private.is_website(address) then
    perform social_private.fail('website_invalid');
  end if;
  if before.avatar_path is null and take_in_profile.item ->> 'avatar_id' is not null then
    delete from social_private.uploads
    where uploads.id::text = take_in_profile.item ->> 'avatar_id'
      and uploads.owner_id = take_in_profile.person
      and uploads.purpose = 'avatar' and uploads.path is not null
    returning uploads.path into avatar;
    if not found then
      perform social_private.fail('avatar_not_found');
    end if;
  end if;
  -- What the person has written here already stays, and nothing opens what is closed here.
  update social.profiles set
    display_name = coalesce(before.display_name, social_private.clean_text(
      take_in_profile.item ->> 'display_name', 'display_name', config.display_name_length)),
    bio = coalesce(before.bio, social_private.clean_text(
      take_in_profile.item ->> 'bio', 'bio', config.bio_length)),
    website = coalesce(before.website, address),
    avatar_path = coalesce(before.avatar_path, avatar),
    is_private = before.is_private
      or coalesce((take_in_profile.item ->> 'is_private')::boolean, false),
    created_at = least(before.created_at, social_private.past_time(
      take_in_profile.item ->> 'created_at', '2000-01-01'))
  where profiles.id = take_in_profile.person;
  update social_private.accounts set
    followers_visibility = greatest(accounts.followers_visibility,
      (take_in_profile.item ->> 'followers_visibility')::social.list_visibility),
    following_visibility = greatest(accounts.following_visibility,
      (take_in_profile.item ->> 'following_visibility')::social.list_visibility)
  where accounts.profile_id = take_in_profile.person;
  return before is distinct from (
    select profiles from social.profiles where profiles.id = take_in_profile.person);
end;
$$;

comment on function social_private.take_in_profile(uuid, jsonb) is
'Take in what a person says of themselves, the picture, and how closed the account is.';

create function social_private.take_in_item(person uuid, kind text, item jsonb)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  return case take_in_item.kind
    when 'profile' then social_private.take_in_profile(take_in_item.person, take_in_item.item)
    when 'posts' then social_private.take_in_post(take_in_item.person, take_in_item.item)
    when 'comments' then social_private.take_in_comment(take_in_item.person, take_in_item.item)
    when 'follows' then social_private.take_in_follow(take_in_item.person, take_in_item.item)
    when 'blocks' then social_private.take_in_block(take_in_item.person, take_in_item.item)
    else social_private.take_in_reaction(
      take_in_item.person, take_in_item.kind, take_in_item.item)
  end;
end;
$$;

comment on function social_private.take_in_item(uuid, text, jsonb) is 'Take one item in.';

create function social_private.take_in(profile_id uuid, kind text, items jsonb)
  returns social.taken_in
  language plpgsql
  volatile
  security definer -- service_role holds no write grant
  set search_path = ''
as $$
declare
  item record;
  result social.taken_in := (0, 0, '[]');
begin
  if not exists (select from social.profiles where profiles.id = take_in.profile_id) then
    perform social_private.fail('profile_not_found');
  end if;
  if take_in.kind in (
      'profile', 'posts', 'comments', 'likes', 'saves', 'follows', 'blocks') is not true
    or jsonb_typeof(take_in.items) is distinct from 'array'
    or jsonb_array_length(take_in.items) > 100
  then
    perform social_private.fail('take_in_invalid', 'At most 100 items of one document.');
  end if;
  -- One after the other, and the pairs before all other locks, in one order.
  perform pg_advisory_xact_lock(hashtextextended('social take in ' || take_in.profile_id, 0));
  if take_in.kind in ('follows', 'blocks') then
    perform social_private.lock_pair(take_in.profile_id, others.id)
    from (
      select distinct value -> 'profile' ->> 'id' as id
      from jsonb_array_elements(take_in.items) order by 1
    ) as given
    join social.profiles as others on others.id::text = given.id;
  end if;
  for item in
    select value, ordinality from jsonb_array_elements(take_in.items) with ordinality
  loop
    begin
      if social_private.take_in_item(take_in.profile_id, take_in.kind, item.value) then
        result.taken_count := result.taken_count + 1;
      else
        result.known_count := result.known_count + 1;
      end if;
    exception
      when sqlstate 'PT403' or sqlstate 'PT404' or sqlstate 'PT409' or sqlstate 'PT422' then
        result.problems := result.problems
          || jsonb_build_object('index', item.ordinality - 1, 'code', sqlerrm);
      when data_exception or integrity_constraint_violation then
        result.problems := result.problems
          || jsonb_build_object('index', item.ordinality - 1, 'code', 'take_in_invalid');
    end;
  end loop;
  if take_in.kind = 'posts' and result.taken_count > 0 then
    -- Old posts are new to the feeds of whoever follows the person already.
    perform social_private.note_feed_change(take_in.profile_id, null);
  end if;
  return result;
end;
$$;

create function social.take_in(profile_id uuid, kind text, items jsonb)
  returns social.taken_in
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.take_in(take_in.profile_id, take_in.kind, take_in.items);

comment on function social.take_in(uuid, text, jsonb) is
'Take up to 100 items of a document of an export in, for a profile: kind is profile (one item: the
profile and the settings, with avatar_id as for update_profile), posts (media as for create_post),
comments, likes, saves, follows or blocks. Again changes nothing. Secret key only.

Errors: profile_not_found, take_in_invalid. Among the problems are take_in_invalid, post_not_found,
comment_not_found, profile_not_found, comments_closed, comment_empty, comment_too_long,
reply_too_deep, cannot_follow_self, following_too_many, post_empty, caption_too_long,
sensitive_note_too_long, alt_text_too_long, media_required, media_invalid, media_too_many,
media_not_found, media_not_ready, media_in_use, mentions_too_many, hashtags_too_many,
display_name_too_long, bio_too_long, website_too_long, website_invalid, avatar_not_found,
text_invalid.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.take_in(uuid, text, jsonb), social.take_in(uuid, text, jsonb) to service_role;
