-- The home feed: posts of the people I follow and do not mute, and my own, newest first.
-- What was pulled or kept is never trusted: every row is checked when it is returned.

-- Reads

create function social_private.home_feed(after text, page_size integer)
  returns setof social.post_card
  language plpgsql
  volatile -- remembers what it pulled
  security definer -- reads past the policies: an accepted edge is the right to see
  set search_path = ''
as $$
declare
  -- What is further down is pulled each time.
  cache_length constant integer := 400;
  endless constant uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  actor uuid := social_private.require_actor();
  place uuid := social_private.parse_id_cursor(home_feed.after, endless);
  missing integer := social_private.checked_page_size(home_feed.page_size);
  cache social_private.feed_caches;
  batch uuid[];
  is_last boolean := false;
  is_changed boolean := false;
  shown integer;
begin
  cache.post_ids := '{}';
  -- A read replica cannot read unlogged tables.
  if not pg_is_in_recovery() then
    cache := social_private.cached_feed(actor);
  end if;
  loop
    batch := array(
      select kept.id from unnest(cache.post_ids) as kept (id) where kept.id < place limit missing
    );
    if batch = '{}' then
      exit when cache.is_whole;
      batch := coalesce(social_private.pull_feed(actor, place, missing), '{}');
      is_last := cardinality(batch) < missing;
      if place = coalesce(cache.post_ids[cardinality(cache.post_ids)], endless)
        and cardinality(cache.post_ids) < cache_length
      then
        cache.post_ids := cache.post_ids || batch;
        cache.is_whole := is_last;
        is_changed := true;
      end if;
    end if;
    exit when batch = '{}';

    return query
    select cards.*
    from social_private.post_cards(actor, batch, null) as cards
    join social_private.accounts on accounts.profile_id = cards.author_id and accounts.reach > 0
    left join social_private.mutes on mutes.muter_id = actor and mutes.muted_id = cards.author_id
    -- With a block between two people there is no edge, so that needs no look.
    where cards.deleted_at is null
      and cards.archived_at is null
      and cards.hidden_at is null
      and cards.visibility <> 'only_me'
      and (
        cards.author_id = actor
        or cards.is_following_author
          and (cards.visibility <> 'close_friends' or (
            select true from social_private.close_friends
            where close_friends.owner_id = cards.author_id and close_friends.friend_id = actor
          ))
          and (mutes.muter_id is null or mutes.expires_at <= now())
      )
    order by cards.id desc;
    get diagnostics shown = row_count;
    missing := missing - shown;
    place := batch[cardinality(batch)];
    exit when missing = 0 or is_last;
  end loop;

  if is_changed and not pg_is_in_recovery() then
    perform social_private.save_feed(cache);
  end if;
end;
$$;

create function social.home_feed(after text default null, page_size integer default 20)
  returns setof social.post_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.home_feed(home_feed.after, home_feed.page_size);

comment on function social.home_feed(text, integer) is
'Posts of the people you follow and do not mute, and your own, newest first; posts for the author
only are not in it.
Call it by POST: a GET works, and on a read replica too, but remembers nothing for the next page.

Errors: not_signed_in, profile_missing, cursor_invalid, page_size_invalid.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function social_private.home_feed(text, integer), social.home_feed(text, integer)
  to anon, authenticated; -- anon too, to be told not_signed_in
