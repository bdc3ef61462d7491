-- Edges in lists: who follows a person, whom a person follows, who asks to.
-- An edge shows where both its followers and its followees are open to the viewer (social_follows).

-- Lists

create function social_private.profile_followers(profile_id uuid, after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- reads edges past their policies, by the same rule
  set search_path = ''
as $$
declare
  viewer uuid := social_private.viewer_id();
  blocked uuid[] := social_private.blocked_with(viewer);
  key social_private.time_key := social_private.parse_time_cursor(profile_followers.after);
  size integer := social_private.checked_page_size(profile_followers.page_size);
  ids uuid[];
  times timestamptz[];
begin
  if not social_private.can_view_profile(viewer, profile_followers.profile_id) then
    perform social_private.fail('profile_not_found');
  end if;
  if social_private.can_view_followers(viewer, profile_followers.profile_id) then
    select array_agg(edge.follower_id), array_agg(edge.accepted_at)
    into ids, times
    from (
      select follows.follower_id, follows.accepted_at
      from social.follows
      join social_private.accounts on accounts.profile_id = follows.follower_id
      where follows.followee_id = profile_followers.profile_id
        and (follows.accepted_at, follows.follower_id) < (key.at, key.id)
        and case
          when follows.follower_id = viewer then true
          when follows.followee_id = viewer then accounts.reach > 0
          -- As in is_reached.
          when follows.follower_id = any (blocked) then false
          when accounts.following_reach = 1 then (
            select mine.state = 'accepted' from social.follows as mine
            where mine.follower_id = viewer and mine.followee_id = follows.follower_id
          )
          else accounts.following_reach = 2
        end
      order by follows.accepted_at desc, follows.follower_id desc
      limit size
    ) as edge;
  end if;
  return query select * from social_private.profile_cards(viewer, ids, times);
end;
$$;

create function social.profile_followers(
  profile_id uuid, after text default null, page_size integer default 20)
  returns setof social.profile_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.profile_followers(
  profile_followers.profile_id, profile_followers.after, profile_followers.page_size);

comment on function social.profile_followers(uuid, text, integer) is
'Who follows this person, latest first; empty where the person does not show the list to you. Who
hides whom they follow (a private account does, from all but its followers) is not in it.

Errors: profile_not_found, cursor_invalid, page_size_invalid.';

create function social_private.profile_following(profile_id uuid, after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- reads edges past their policies, by the same rule
  set search_path = ''
as $$
declare
  viewer uuid := social_private.viewer_id();
  blocked uuid[] := social_private.blocked_with(viewer);
  key social_private.time_key := social_private.parse_time_cursor(profile_following.after);
  size integer := social_private.checked_page_size(profile_following.page_size);
  ids uuid[];
  times timestamptz[];
begin
  if not social_private.can_view_profile(viewer, profile_following.profile_id) then
    perform social_private.fail('profile_not_found');
  end if;
  if social_private.can_view_following(viewer, profile_following.profile_id) then
    select array_agg(edge.followee_id), array_agg(edge.accepted_at)
    into ids, times
    from (
      select follows.followee_id, follows.accepted_at
      from social.follows
      join social_private.accounts on accounts.profile_id = follows.followee_id
      where follows.follower_id = profile_following.profile_id
        and follows.state = 'accepted'
        and (follows.accepted_at, follows.followee_id) < (key.at, key.id)
        and case
          when follows.followee_id = viewer then true
          when follows.follower_id = viewer then accounts.reach > 0
          -- As in is_reached.
          when follows.followee_id = any (blocked) then false
          when accounts.followers_reach = 1 then (
            select mine.state = 'accepted' from social.follows as mine
            where mine.follower_id = viewer and mine.followee_id = follows.followee_id
          )
          else accounts.followers_reach = 2
        end
      order by follows.accepted_at desc, follows.followee_id desc
      limit size
    ) as edge;
  end if;
  return query select * from social_private.profile_cards(viewer, ids, times);
end;
$$;

create function social.profile_following(
  profile_id uuid, after text default null, page_size integer default 20)
  returns setof social.profile_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.profile_following(
  profile_following.profile_id, profile_following.after, profile_following.page_size);

comment on function social.profile_following(uuid, text, integer) is
'Whom this person follows, latest first; empty where the person does not show the list to you. Who
hides their followers (a private account does, from all but its followers) is not in it.

Errors: profile_not_found, cursor_invalid, page_size_invalid.';

create function social_private.follow_requests(after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- reads profiles and edges past their policies; only requests to the actor
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(follow_requests.after);
  size integer := social_private.checked_page_size(follow_requests.page_size);
  ids uuid[];
  times timestamptz[];
begin
  select array_agg(edge.follower_id), array_agg(edge.created_at)
  into ids, times
  from (
    select follows.follower_id, follows.created_at
    from social.follows
    join social_private.accounts on accounts.profile_id = follows.follower_id and accounts.reach > 0
    where follows.followee_id = actor
      and follows.state = 'pending'
      and (follows.created_at, follows.follower_id) < (key.at, key.id)
    order by follows.created_at desc, follows.follower_id desc
    limit size
  ) as edge;
  return query select * from social_private.profile_cards(actor, ids, times);
end;
$$;

create function social.follow_requests(after text default null, page_size integer default 20)
  returns setof social.profile_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.follow_requests(follow_requests.after, follow_requests.page_size);

comment on function social.follow_requests(text, integer) is
'Who asks to follow you, latest first. Errors: not_signed_in, profile_missing, cursor_invalid,
page_size_invalid.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.profile_followers(uuid, text, integer),
  social.profile_followers(uuid, text, integer),
  social_private.profile_following(uuid, text, integer),
  social.profile_following(uuid, text, integer),
  social_private.follow_requests(text, integer), social.follow_requests(text, integer)
  to anon, authenticated;
