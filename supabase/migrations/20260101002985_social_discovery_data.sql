-- Discovery data: what an export says about the choices of a person, and what an import brings
-- back: followed hashtags, muted words, dismissed suggestions, what the feed For You shows less of,
-- and the weights of this feed. These rows disappear with the profile.

-- Export

create function social_private.export_feed_weights(person uuid)
  returns jsonb
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'followed', own.followed, 'hashtags', own.hashtags, 'liked', own.liked,
      'explore', own.explore, 'recency', own.recency)
    from (select) as always
    left join social_private.feed_weights as own on own.profile_id = export_feed_weights.person
  );
end;
$$;

comment on function social_private.export_feed_weights(uuid) is
'Returns the weights that a person chose for the feed For You, for the document "settings". Null
stands for a weight that the person never chose.';

create function social_private.export_words(person uuid, stream text, after text, size integer)
  returns setof social_private.export_item
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  -- A key is in hexadecimal, because the position of an export has the form stream:key.
  after_word text := convert_from(
    decode(coalesce(export_words.after, ''), 'hex'), 'utf8');
begin
  return query
  select encode(convert_to(rows.word, 'utf8'), 'hex'), rows.item
  from (
    (
      select followed.hashtag as word, jsonb_build_object(
        'kind', 'hashtag', 'hashtag', followed.hashtag, 'created_at', followed.created_at) as item
      from social_private.hashtag_follows as followed
      where followed.profile_id = export_words.person and followed.hashtag > after_word
        and export_words.stream = 'hashtags'
      order by followed.hashtag
      limit export_words.size
    ) union all (
      select muted.word, jsonb_build_object(
        'kind', 'muted_word', 'word', muted.display, 'created_at', muted.created_at,
        'expires_at', muted.expires_at)
      from social_private.muted_words as muted
      where muted.profile_id = export_words.person and muted.word > after_word
        and export_words.stream = 'muted_words' and coalesce(muted.expires_at, 'infinity') > now()
      order by muted.word
      limit export_words.size
    )
  ) as rows
  order by rows.word;
end;
$$;

comment on function social_private.export_words(uuid, text, text, integer) is
'Returns a page of the stream "hashtags" or "muted_words" in the document "discovery" of a person.
The page begins after the key `after`.';

create function social_private.export_dislikes(person uuid, stream text, after uuid, size integer)
  returns setof social_private.export_item
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return query
  select rows.id::text, case when rows.other_id is null or shown.profile is not null
    then rows.item || jsonb_build_object('profile', shown.profile) end
  from (
    (
      select dismissed.dismissed_id as id, dismissed.dismissed_id as other_id, jsonb_build_object(
        'kind', 'dismissed_suggestion', 'created_at', dismissed.created_at) as item
      from social_private.dismissed_suggestions as dismissed
      where dismissed.profile_id = export_dislikes.person
        and dismissed.dismissed_id > export_dislikes.after
        and export_dislikes.stream = 'dismissed_suggestions'
      order by dismissed.dismissed_id
      limit export_dislikes.size
    ) union all (
      select dampers.id, dampers.author_id, jsonb_build_object(
        'kind', 'show_less', 'of', dampers.kind, 'hashtag', dampers.hashtag,
        'reason', dampers.reason, 'created_at', dampers.created_at,
        'expires_at', dampers.expires_at)
      from social_private.feed_dampers as dampers
      where dampers.profile_id = export_dislikes.person and dampers.id > export_dislikes.after
        and export_dislikes.stream = 'show_less' and dampers.expires_at > now()
      order by dampers.id
      limit export_dislikes.size
    )
  ) as rows
  cross join lateral social_private.export_person(
    export_dislikes.person, rows.other_id) as shown (profile)
  order by rows.id;
end;
$$;

comment on function social_private.export_dislikes(uuid, text, uuid, integer) is
'Returns a page of the stream "dismissed_suggestions" or "show_less" in the document "discovery" of
a person. The page begins after the id `after`. An item is null if the person may not see the other
person.';

create function social_private.count_discovery(person uuid, max_rows integer)
  returns bigint
  language sql
  stable
  security invoker
  set search_path = ''
return (
  select count(*) from social_private.hashtag_follows as followed
  where followed.profile_id = count_discovery.person
) + (
  select count(*) from social_private.muted_words as muted
  where muted.profile_id = count_discovery.person
    and coalesce(muted.expires_at, 'infinity') > now()
) + (
  select count(*) from (
    select dismissed.dismissed_id from social_private.dismissed_suggestions as dismissed
    where dismissed.profile_id = count_discovery.person
    limit count_discovery.max_rows
  ) as own
  where social_private.can_view_profile(count_discovery.person, own.dismissed_id)
) + (
  select count(*) from social_private.feed_dampers as dampers
  where dampers.profile_id = count_discovery.person and dampers.expires_at > now()
    and (dampers.author_id is null
      or social_private.can_view_profile(count_discovery.person, dampers.author_id))
);

comment on function social_private.count_discovery(uuid, integer) is
'Returns the number of items of the document "discovery" in an export of this person. Reads at most
max_rows dismissed suggestions.';

-- Import

create function social_private.import_feed_weights(person uuid, item jsonb)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  weights jsonb := import_feed_weights.item -> 'feed_weights';
begin
  insert into social_private.feed_weights (
    profile_id, followed, hashtags, liked, explore, recency)
  select import_feed_weights.person, given.followed, given.hashtags, given.liked, given.explore,
    given.recency
  from (
    select
      (weights ->> 'followed')::numeric as followed,
      (weights ->> 'hashtags')::numeric as hashtags,
      (weights ->> 'liked')::numeric as liked,
      (weights ->> 'explore')::numeric as explore,
      (weights ->> 'recency')::numeric as recency
  ) as given
  where num_nonnulls(
    given.followed, given.hashtags, given.liked, given.explore, given.recency) > 0
  on conflict on constraint feed_weights_pkey do nothing;
end;
$$;

comment on function social_private.import_feed_weights(uuid, jsonb) is
'Imports the weights from the profile of an export: those that a person chose for the feed For You.
Imports nothing if the person has already chosen weights in this project.';

create function social_private.import_hashtag_follow(person uuid, written text, at timestamptz)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  insert into social_private.hashtag_follows (profile_id, hashtag, created_at)
  values (
    import_hashtag_follow.person,
    social_private.checked_hashtag(coalesce(import_hashtag_follow.written, '')),
    import_hashtag_follow.at)
  on conflict on constraint hashtag_follows_pkey do nothing;
  if not found then
    return false;
  end if;
  if (
    select count(*) from social_private.hashtag_follows as followed
    where followed.profile_id = import_hashtag_follow.person
  ) > (select config.hashtag_follows_max from social_private.config) then
    perform social_private.fail('hashtag_follows_too_many');
  end if;
  return true;
end;
$$;

comment on function social_private.import_hashtag_follow(uuid, text, timestamptz) is
'Imports a followed hashtag. Returns false if the person follows the hashtag already.

Errors: hashtag_follows_too_many, hashtag_invalid.';

create function social_private.import_muted_word(
  person uuid, written text, until timestamptz, at timestamptz)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  display text := social_private.clean_line(import_muted_word.written, 'word', 100);
  key text := social_private.muted_word_key(display);
begin
  if coalesce(key, '') = '' then
    perform social_private.fail('word_empty');
  end if;
  insert into social_private.muted_words (profile_id, word, display, expires_at, created_at)
  values (
    import_muted_word.person, key, display, import_muted_word.until, import_muted_word.at)
  on conflict on constraint muted_words_pkey do nothing;
  if not found then
    return false;
  end if;
  if (
    select count(*) from social_private.muted_words as muted
    where muted.profile_id = import_muted_word.person
  ) > (select config.muted_words_max from social_private.config) then
    perform social_private.fail('muted_words_too_many');
  end if;
  return true;
end;
$$;

comment on function social_private.import_muted_word(uuid, text, timestamptz, timestamptz) is
'Imports a muted word. Returns false if the word is muted already.

Errors: muted_words_too_many, text_invalid, word_empty, word_too_long.';

create function social_private.import_dismissal(person uuid, other uuid, at timestamptz)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  perform social_private.lock_visible_profile(import_dismissal.person, import_dismissal.other);
  insert into social_private.dismissed_suggestions (profile_id, dismissed_id, created_at)
  values (import_dismissal.person, import_dismissal.other, import_dismissal.at)
  on conflict on constraint dismissed_suggestions_pkey do nothing;
  return found;
end;
$$;

comment on function social_private.import_dismissal(uuid, uuid, timestamptz) is
'Imports a dismissed suggestion. Returns false if the person has dismissed it already.

Errors: profile_not_found.';

create function social_private.import_damper(person uuid, item jsonb, at timestamptz)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  author uuid := (import_damper.item -> 'profile' ->> 'id')::uuid;
  is_new boolean;
begin
  if author is not null then
    perform social_private.lock_visible_profile(import_damper.person, author);
  end if;
  insert into social_private.feed_dampers (
    profile_id, kind, author_id, hashtag, reason, created_at, expires_at)
  values (
    import_damper.person, import_damper.item ->> 'of', author,
    import_damper.item ->> 'hashtag', import_damper.item ->> 'reason', import_damper.at,
    least((import_damper.item ->> 'expires_at')::timestamptz, now() + interval '30 days'))
  on conflict on constraint feed_dampers_profile_id_kind_key_key do nothing;
  is_new := found;
  perform social_private.limit_feed_dampers(import_damper.person);
  return is_new;
end;
$$;

comment on function social_private.import_damper(uuid, jsonb, timestamptz) is
'Imports something that the feed For You shows less of, for at most 30 days. Returns false if the
person has chosen it already.

Errors: profile_not_found.';

create function social_private.import_choice(person uuid, item jsonb, at timestamptz)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  return case import_choice.item ->> 'kind'
    when 'hashtag' then social_private.import_hashtag_follow(
      import_choice.person, import_choice.item ->> 'hashtag', import_choice.at)
    when 'muted_word' then social_private.import_muted_word(
      import_choice.person, import_choice.item ->> 'word',
      (import_choice.item ->> 'expires_at')::timestamptz, import_choice.at)
    when 'dismissed_suggestion' then social_private.import_dismissal(
      import_choice.person, (import_choice.item -> 'profile' ->> 'id')::uuid, import_choice.at)
    when 'show_less' then social_private.import_damper(
      import_choice.person, import_choice.item, import_choice.at)
  end;
end;
$$;

comment on function social_private.import_choice(uuid, jsonb, timestamptz) is
'Imports an item of the document "discovery". Returns null if the kind is unknown.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
