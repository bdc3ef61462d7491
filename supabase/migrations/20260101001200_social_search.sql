-- Search: all people, by name.
-- Without a text, everybody in the order of usernames; with one, first the usernames that begin
-- with it, then people whose name or display name looks like it.

create function social_private.is_listed(viewer uuid, profile_id uuid)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return exists (
    select from social_private.accounts
    where accounts.profile_id = is_listed.profile_id
      and (
        accounts.profile_id = is_listed.viewer
        or accounts.reach > 0
          and not social_private.is_blocked(is_listed.viewer, accounts.profile_id)
          and (accounts.limited_at is null or exists (
            select from social.follows
            where follows.follower_id = is_listed.viewer
              and follows.followee_id = accounts.profile_id
              and follows.state = 'accepted'
          ))
      )
  );
end;
$$;

comment on function social_private.is_listed(uuid, uuid) is
'Whether a search may find this person for the viewer: there, and if limited then followed.';

create function social_private.search_profiles(query text, after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- under row-level security the trigram index could not be used
  set search_path = ''
as $$
declare
  viewer uuid := social_private.viewer_id();
  size integer := social_private.checked_page_size(search_profiles.page_size);
  wanted text := coalesce(lower(ltrim(
    social_private.clean_text(search_profiles.query, 'query', 100), '@')), '');
  -- The cursor holds where the page before ended: bucket, score and username.
  place text[] := array['1', '0', ''];
  ids uuid[] := '{}';
  cursors text[] := '{}';
begin
  if search_profiles.after is not null then
    if search_profiles.after ~ '^(2e|3[0-9a]|5f|[67][0-9a-f]){5,40}$' then
      place := regexp_match(
        convert_from(decode(search_profiles.after, 'hex'), 'latin1'),
        '^([12]):([0-9]{1,4}):([a-z0-9._]{3,30})$');
    else
      place := null;
    end if;
    if place is null then
      perform social_private.fail('cursor_invalid');
    end if;
  end if;

  if place[1] = '1' then
    select coalesce(array_agg(id), '{}'), coalesce(array_agg(
      encode(convert_to('1:0:' || username, 'latin1'), 'hex')), '{}')
    into ids, cursors
    from (
      select profiles.id, profiles.username
      from social.profiles
      where profiles.username > place[3]
        and profiles.username >= wanted
        and profiles.username < wanted || '~' -- sorts after all that a username may hold
        and social_private.is_listed(viewer, profiles.id)
      order by profiles.username
      limit size
    ) as prefixed;
  end if;
  if cardinality(ids) < size and wanted <> '' then
    select ids || array_agg(id), cursors || array_agg(
      encode(convert_to('2:' || score || ':' || username, 'latin1'), 'hex'))
    into ids, cursors
    from (
      select matches.id, matches.score, matches.username
      from (
        select profiles.id, profiles.username, (1000 * extensions.word_similarity(
          wanted, profiles.username || ' ' || lower(coalesce(profiles.display_name, ''))
        ))::integer as score
        from social.profiles
        where (profiles.username || ' ' || lower(coalesce(profiles.display_name, '')))
            operator(extensions.%>) wanted
          and not (profiles.username >= wanted and profiles.username < wanted || '~')
          and social_private.is_listed(viewer, profiles.id)
      ) as matches
      where place[1] = '1'
        or (-matches.score, matches.username) > (-place[2]::integer, place[3] collate "C")
      order by matches.score desc, matches.username
      limit size - cardinality(ids)
    ) as similar_ones;
  end if;
  return query select * from social_private.profile_cards(viewer, ids, null, cursors);
end;
$$;

create function social.search_profiles(
  query text default null, after text default null, page_size integer default 20)
  returns setof social.profile_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.search_profiles(
  search_profiles.query, search_profiles.after, search_profiles.page_size);

comment on function social.search_profiles(text, text, integer) is
'People: all of them by username, or those whose username begins with the query, followed by those
whose username or display name looks like it. Any case; a leading @ is ignored.

Errors: query_too_long, text_invalid, cursor_invalid, page_size_invalid.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.search_profiles(text, text, integer), social.search_profiles(text, text, integer)
  to anon, authenticated;
