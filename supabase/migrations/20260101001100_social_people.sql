-- People: profiles as others see them.
-- Cards for lists, and pages; never an e-mail address. A private account shows its counts to its
-- followers only.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('query_too_long', 422, 'The search text is too long.', null);

-- Types

create type social.profile_card as (
  id uuid,
  username text,
  display_name text,
  avatar_path text,
  is_private boolean,
  follow_state social.follow_state,
  followed_by_state social.follow_state,
  cursor text
);

comment on type social.profile_card is
'A person in a list, how you stand to each other, and the cursor of the row.';

-- Cards

create function social_private.profile_details(viewer uuid, profile_id uuid)
  returns social.profile_details
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  details social.profile_details;
  is_open boolean;
begin
  if not social_private.can_view_profile(profile_details.viewer, profile_details.profile_id) then
    perform social_private.fail('profile_not_found');
  end if;
  is_open := social_private.can_view_account(profile_details.viewer, profile_details.profile_id);
  select
    profiles.id, profiles.username, profiles.display_name, profiles.bio, profiles.website,
    profiles.avatar_path, profiles.is_private, profiles.created_at,
    counts.posts, counts.followers, counts.following, mine.state, theirs.state,
    exists (
      select from social_private.mutes
      where mutes.muter_id = profile_details.viewer
        and mutes.muted_id = profiles.id
        and (mutes.expires_at is null or mutes.expires_at > now())
    ),
    exists (
      select from social_private.close_friends
      where close_friends.owner_id = profile_details.viewer
        and close_friends.friend_id = profiles.id
    ),
    accounts.followers_visibility, accounts.following_visibility
  into details
  from social.profiles
  join social_private.accounts on accounts.profile_id = profiles.id
  left join lateral (
    select
      sum(post_count)::integer as posts,
      sum(follower_count)::integer as followers,
      sum(following_count)::integer as following
    from social_private.profile_counters
    where profile_counters.profile_id = profiles.id and is_open
  ) as counts on true
  left join social.follows as mine
    on mine.follower_id = profile_details.viewer and mine.followee_id = profiles.id
  left join social.follows as theirs
    on theirs.follower_id = profiles.id and theirs.followee_id = profile_details.viewer
  where profiles.id = profile_details.profile_id;
  return details;
end;
$$;

comment on function social_private.profile_details(uuid, uuid) is
'A person''s page as the viewer sees it. Error: profile_not_found.';

create function social_private.profile_cards(
  viewer uuid, ids uuid[], times timestamptz[], cursors text[] default null)
  returns setof social.profile_card
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return query
  select
    profiles.id, profiles.username::text, profiles.display_name, profiles.avatar_path,
    profiles.is_private, mine.state, theirs.state,
    coalesce(wanted.cursor, encode(
      int8send((extract(epoch from wanted.at) * 1000000)::bigint) || uuid_send(wanted.id), 'hex'))
  from unnest(profile_cards.ids, profile_cards.times, profile_cards.cursors)
    with ordinality as wanted (id, at, cursor, place)
  join social.profiles on profiles.id = wanted.id
  left join social.follows as mine
    on mine.follower_id = profile_cards.viewer and mine.followee_id = wanted.id
  left join social.follows as theirs
    on theirs.follower_id = wanted.id and theirs.followee_id = profile_cards.viewer
  order by wanted.place;
end;
$$;

comment on function social_private.profile_cards(uuid, uuid[], timestamptz[], text[]) is
'These people, in this order, as the viewer sees them, with cursors of their times or their own.';

-- Pages of one person

create function social_private.my_profile()
  returns social.profile_details
  language plpgsql
  stable
  security definer -- reads counters past their policies
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  return social_private.profile_details(actor, actor);
end;
$$;

create function social.my_profile()
  returns social.profile_details
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.my_profile();

comment on function social.my_profile() is
'Your own page. Errors: not_signed_in, profile_missing.';

create function social_private.profile(profile_id uuid)
  returns social.profile_details
  language plpgsql
  stable
  security definer -- reads counters past their policies
  set search_path = ''
as $$
begin
  return social_private.profile_details(social_private.viewer_id(), profile.profile_id);
end;
$$;

create function social.profile(profile_id uuid)
  returns social.profile_details
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.profile(profile.profile_id);

comment on function social.profile(uuid) is
'A person''s page: profile, counts and how you stand to each other. Error: profile_not_found.';

create function social_private.profile_by_username(username text)
  returns social.profile_details
  language sql
  stable
  security definer -- reads former names, which clients may not
  set search_path = ''
return social_private.profile_details(
  social_private.viewer_id(),
  social_private.username_owner(ltrim(profile_by_username.username, '@'))
);

create function social.profile_by_username(username text)
  returns social.profile_details
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.profile_by_username(profile_by_username.username);

comment on function social.profile_by_username(text) is
'A person''s page by username, any case, with or without @; a name given up less than 30 days ago
leads to its person too. Error: profile_not_found.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.my_profile(), social.my_profile(),
  social_private.profile(uuid), social.profile(uuid),
  social_private.profile_by_username(text), social.profile_by_username(text)
  to anon, authenticated;
