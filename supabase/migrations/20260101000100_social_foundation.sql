-- Foundation: the two schemas, error codes, ids and the config.
-- All later migrations use these objects. Clients may use the schema social, but not the schema
-- social_private. Supabase provides the schemas auth, storage and extensions, and the API roles.

-- Refuse before any change if the project has objects of its own with our names.

do $$
declare
  taken text := (
    select string_agg(existing.name, ', ' order by existing.name)
    from (
      select 'schema ' || nspname as name from pg_catalog.pg_namespace
      where nspname in ('social', 'social_private')
      union all
      select 'bucket ' || id from storage.buckets
      where array[id, name]
        && array['social-uploads', 'social-media', 'social-avatars', 'social-exports']
      union all
      select 'trigger ' || tgname || ' on auth.users' from pg_catalog.pg_trigger
      where tgrelid = 'auth.users'::regclass
        and tgname in (
          'social_create_profile', 'social_follow_soft_delete', 'social_move_topic',
          'social_sync_confirmation')
      union all
      select 'trigger social_move_topics on auth.sessions' from pg_catalog.pg_trigger
      where tgrelid = 'auth.sessions'::regclass and tgname = 'social_move_topics'
      union all
      select 'policy ' || polname || ' on ' || polrelid::regclass from pg_catalog.pg_policy
      where polrelid in (
          'storage.objects'::regclass, 'storage.buckets'::regclass,
          to_regclass('realtime.messages'))
        and polname ~ '^social_(limit|open)_'
    ) as existing
  );
begin
  if taken is not null then
    raise exception 'supabase-social cannot be installed: this project already has %.', taken using
      errcode = 'duplicate_object',
      hint = 'Rename or delete it first. An earlier installation may have left it behind: '
        'npx supabase-social uninstall removes an installation completely.';
  end if;
end
$$;

create schema social;

create schema social_private;

comment on schema social is
'The schema of supabase-social for clients. Clients read its tables and call its functions. Every
write is a function call.';

comment on schema social_private is
'The internals of supabase-social. Never add this schema to the exposed schemas of the Data API.';

-- Default privileges of the host app may have given rights on new schemas.
revoke all on schema social, social_private from public, anon, authenticated, service_role;
grant usage on schema social to anon, authenticated, service_role;

create function social.version()
  returns text
  language sql
  stable
  security invoker
  set search_path = ''
return '0.1.0';

comment on function social.version() is
'Returns the release of supabase-social that this database has, such as 0.1.0. Needs no sign-in.

The SDK compares this release with its own when a function is missing.';

-- Errors: this table has one row per error code. Each migration inserts the rows of its own errors.

create table social_private.errors (
  code text not null,
  status integer not null,
  detail text not null,
  hint text,

  constraint errors_pkey primary key (code),
  constraint errors_code_is_a_word check (code ~ '^[a-z][a-z_]+$'),
  constraint errors_status_is_http check (status between 400 and 499)
);

comment on table social_private.errors is
'Every error that supabase-social raises: its code, its HTTP status, what happened (detail) and what
to do (hint).';

comment on column social_private.errors.code is
'The stable name of the error, which apps compare with. Do not change it.';

comment on column social_private.errors.status is 'The HTTP status of the response.';

comment on column social_private.errors.detail is
'The sentence that says what happened. You may translate it.';

comment on column social_private.errors.hint is
'The sentence that says what to do. Null if there is nothing to do. You may translate it.';

alter table social_private.errors enable row level security;

insert into social_private.errors (code, status, detail, hint) values
  ('not_signed_in', 401, 'This request needs a signed-in user.',
    'Sign in. A token is rejected once its session has ended or its account is deleted.'),
  ('profile_missing', 403, 'This user has no profile yet.',
    'Call create_profile with a username first.'),
  ('argument_missing', 422, 'A required argument is missing or null.',
    'Pass a value for every required argument.'),
  ('idempotency_key_invalid', 422, 'The idempotency key has an invalid length.',
    'Use 1 to 200 characters.'),
  ('idempotency_key_reused', 409, 'This idempotency key was used for a different request.',
    'Use a new key for a new request.'),
  ('restore_expired', 410, 'The time in which a deletion can be undone has passed.', null),
  ('truncate_refused', 409, 'This table cannot be truncated, because triggers would not run.',
    'Delete the rows instead.'),
  ('key_is_fixed', 409, 'The key of this row cannot be changed.',
    'Delete the row and insert a new one.'),
  ('id_not_in_order', 422, 'The id must be a UUID of version 7 of the time of the row.',
    'Insert the id social.uuid_v7(time of the row), because lists sort by id.'),
  ('row_is_required', 409, 'This row cannot be deleted, because other rows need it.',
    'Change the row instead.');

create function social_private.fail(code text, hint text default null)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  error social_private.errors;
begin
  -- An error whose row is lost still refuses the call, and still has its code.
  select * into error from social_private.errors where errors.code = fail.code;
  -- PostgREST maps SQLSTATE PTxyz to HTTP status xyz. The message is the error code, because the
  -- PostgREST setting `client-error-verbosity = minimal` removes the detail and the hint.
  raise exception using
    errcode = 'PT' || coalesce(error.status, 400),
    message = fail.code,
    detail = coalesce(error.detail, ''),
    hint = coalesce(fail.hint, error.hint, '');
end;
$$;

comment on function social_private.fail(text, text) is
'Raises the error with this code. The optional hint replaces the default hint.';

create function social_private.require_argument(value uuid)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  if require_argument.value is null then
    perform social_private.fail('argument_missing');
  end if;
end;
$$;

comment on function social_private.require_argument(uuid) is
'Raises argument_missing when the value is null. Functions that delete or undo something use this
check, because a call with a null id would find no row and seem to succeed.';

-- Effects: what an operator may not do with SQL, because no trigger could keep the other tables
-- right.

create function social_private.tg_refuse_truncate()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  perform social_private.fail('truncate_refused', coalesce(tg_argv[0], format(
    'Use "delete from %I.%I". The triggers then keep counters and files right.',
    tg_table_schema, tg_table_name
  )));
  return null;
end;
$$;

comment on function social_private.tg_refuse_truncate() is
'Rejects every truncate of the table, also with cascade. The optional argument of the trigger
replaces the hint, which says what to do instead. Error: truncate_refused.';

-- On tables that commands often update, this trigger runs after the update. Before an update,
-- Postgres locks each row for the triggers, even if none of them applies.

create function social_private.tg_refuse_key_change()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- A function that moves rows, and keeps all other tables right itself, sets this for its
  -- transaction. Only the owner of a table can update the table, so the setting gives no right.
  if current_setting('social.is_moving_rows', true) = 'on' then
    return new;
  end if;
  perform social_private.fail('key_is_fixed', tg_argv[0]);
  return null;
end;
$$;

comment on function social_private.tg_refuse_key_change() is
'Rejects a change of columns that say which row this is or to whom it belongs. The optional argument
of the trigger replaces the hint, which says what to do instead. Error: key_is_fixed.';

create function social_private.tg_require_row()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  perform social_private.fail('row_is_required', tg_argv[0]);
  return null;
end;
$$;

comment on function social_private.tg_require_row() is
'Rejects the deletion of a row. The optional argument of the trigger replaces the hint, which says
what to do instead. Error: row_is_required.';

create trigger keep_keys
  after update of code on social_private.errors
  for each row when (old.code <> new.code)
  execute function social_private.tg_refuse_key_change(
    'Functions look errors up by this code. Change the other columns instead.');

create trigger keep_rows
  before truncate on social_private.errors
  for each statement execute function social_private.tg_refuse_truncate(
    'Every function needs these rows to say what went wrong.');

-- Ids are UUIDs of version 7, so that sorting by id sorts by creation time.

create function social_private.uuid_v7(at timestamptz default clock_timestamp())
  returns uuid
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  volatile
  security invoker
  set search_path = ''
as $$
declare
  microseconds bigint := (extract(epoch from uuid_v7.at) * 1000000)::bigint;
begin
  return encode(
    substring(int8send(microseconds / 1000) from 3 for 6)
    || int2send((28672 + (microseconds % 1000) * 4096 / 1000)::int2)
    || substring(uuid_send(gen_random_uuid()) from 9 for 8),
    'hex'
  )::uuid;
end;
$$;

comment on function social_private.uuid_v7(timestamptz) is
'Returns a time-ordered id: a UUID of version 7 (RFC 9562), with the microseconds in rand_a
(section 6.2, method 3).';

create function social_private.min_id_at(at timestamptz)
  returns uuid
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return (encode(
    substring(int8send((extract(epoch from min_id_at.at) * 1000)::bigint) from 3 for 6), 'hex'
  ) || '70000000000000000000')::uuid;
end;
$$;

comment on function social_private.min_id_at(timestamptz) is
'Returns the smallest id that uuid_v7 can return at or after the given time.';

create function social_private.is_id_of(id uuid, at timestamptz)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  -- The clocks of an app and of Postgres can differ, and a statement can take a while.
  margin constant interval := interval '1 minute';
  made_at timestamptz;
begin
  if substr(is_id_of.id::text, 15, 1) <> '7' then
    return false;
  end if;
  made_at := to_timestamp(('x' || encode(
    substring(uuid_send(is_id_of.id) for 6), 'hex'))::bit(48)::bigint / 1000.0);
  return made_at <= clock_timestamp() + margin and (
    made_at between is_id_of.at - margin and is_id_of.at + margin
    -- In a long transaction, now() is older than the default id.
    or is_id_of.at = now() and made_at >= now()
  );
end;
$$;

comment on function social_private.is_id_of(uuid, timestamptz) is
'Returns whether the id is a UUID of version 7 of about this time, and not of the future. Lists sort
by id, so a row with another id would stand at a wrong place.';

create function social_private.tg_refuse_id()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  perform social_private.fail('id_not_in_order', format(
    'Insert the id social.uuid_v7(%s), because lists sort by id. The time cannot be in the future.',
    tg_argv[0]));
  return null;
end;
$$;

comment on function social_private.tg_refuse_id() is
'Rejects a row whose id is not of the time of the row. The argument of the trigger is the column of
this time. Error: id_not_in_order.';

create function social.uuid_v7(at timestamptz default clock_timestamp())
  returns uuid
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.uuid_v7(uuid_v7.at);

comment on function social.uuid_v7(timestamptz) is
'Returns a new id for a row of this time: a UUID of version 7, so that sorting by id sorts by time.
Only the operator and the secret key can call it.

To insert a post or comment with SQL or from a CSV file, insert social.uuid_v7(created_at) as its
id.';

-- Config: this table has exactly one row, which contains every limit. The operator may change
-- limits at any time.

create table social_private.config (
  is_only_row boolean not null default true,
  caption_length integer not null default 2200,
  comment_length integer not null default 1000,
  alt_text_length integer not null default 1500,
  sensitive_note_length integer not null default 300,
  display_name_length integer not null default 50,
  bio_length integer not null default 300,
  website_length integer not null default 200,
  media_per_post integer not null default 10,
  image_bytes integer not null default 10485760,
  allow_text_posts boolean not null default false,
  versions_kept integer not null default 10,
  reply_depth integer not null default 20,
  rate_limit_factor numeric not null default 1,
  new_account_days integer not null default 7,
  new_account_factor numeric not null default 0.3,
  username_change_days integer not null default 30,
  username_reservation_days integer not null default 30,
  idempotency_hours integer not null default 24,
  mentions_max integer not null default 20,
  hashtags_max integer not null default 30,
  following_max integer not null default 7500,
  pins_max integer not null default 3,
  export_hours integer not null default 24,
  export_days integer not null default 7,
  reason_length integer not null default 2000,
  appeal_days integer not null default 183,
  restore_days integer not null default 30,
  reauthentication_minutes integer not null default 10,
  unattached_hours integer not null default 24,
  is_staff_mfa_required boolean not null default false,
  unconfirmed_days integer not null default 7,
  allow_anonymous_readers boolean not null default false,
  signed_url_seconds integer not null default 300,
  client_address_header text,
  follow_pause_hours integer not null default 24,
  allow_reading_without_login boolean not null default true,
  directory_visibility text not null default 'signed_in',
  likes_visibility text not null default 'signed_in',
  notifications boolean not null default true,
  notification_group_hours integer not null default 24,
  notification_days integer not null default 90,
  hint_seconds integer not null default 1,
  watch_minutes integer not null default 30,
  discovery boolean not null default true,
  allow_explore_without_login boolean not null default false,
  hashtag_follows_max integer not null default 25,
  muted_words_max integer not null default 200,
  trend_people_min integer not null default 20,
  trend_account_days integer not null default 7,
  trend_half_life_hours integer not null default 24,

  constraint config_pkey primary key (is_only_row),
  constraint config_is_one_row check (is_only_row),
  -- The tables have checks with the same maxima, which also apply to rows that SQL writes.
  constraint config_lengths_are_sane check (
    caption_length between 1 and 20000
    and comment_length between 1 and 20000
    and alt_text_length between 1 and 5000
    and sensitive_note_length between 1 and 1000
    and display_name_length between 1 and 100
    and bio_length between 1 and 1000
    and website_length between 1 and 500
    and reason_length between 1 and 20000
  ),
  constraint config_media_per_post_is_sane check (media_per_post between 1 and 50),
  constraint config_rate_limits_are_sane check (
    rate_limit_factor > 0 and rate_limit_factor <= 1000000
    and new_account_days between 0 and 3650
    and new_account_factor between 0 and 1
  ),
  constraint config_image_bytes_is_sane check (image_bytes between 1024 and 104857600),
  constraint config_signed_urls_are_sane check (signed_url_seconds between 30 and 86400),
  constraint config_versions_kept_is_sane check (versions_kept between 0 and 100),
  constraint config_reply_depth_is_sane check (reply_depth between 0 and 100),
  constraint config_counts_are_sane check (
    mentions_max between 0 and 100 and hashtags_max between 0 and 100
    and following_max between 0 and 1000000 and pins_max between 0 and 50
    and hashtag_follows_max between 0 and 1000 and muted_words_max between 0 and 1000
  ),
  constraint config_days_are_sane check (
    username_change_days between 0 and 3650
    and username_reservation_days between 0 and 3650
    and appeal_days between 0 and 3650
    and restore_days between 0 and 3650
    and reauthentication_minutes between 1 and 1440
    and unattached_hours between 1 and 720
    and idempotency_hours between 1 and 720
    and export_hours between 0 and 720
    and export_days between 1 and 365
    and unconfirmed_days between 1 and 3650
    and follow_pause_hours between 0 and 8760
    and notification_group_hours between 1 and 720
    and notification_days between 1 and 3650
  ),
  constraint config_hints_are_sane check (
    hint_seconds between 1 and 3600 and watch_minutes between 1 and 1440
  ),
  constraint config_trends_are_sane check (
    trend_people_min between 1 and 1000000 and trend_account_days between 0 and 3650
    and trend_half_life_hours between 1 and 720
  ),
  constraint config_client_address_header_is_lower_case check (
    client_address_header ~ '^[a-z0-9-]+$'
  ),
  constraint config_directory_visibility_is_known check (
    directory_visibility in ('nobody', 'signed_in', 'everybody')
  ),
  constraint config_likes_visibility_is_known check (
    likes_visibility in ('author', 'signed_in', 'everybody')
  )
);

comment on table social_private.config is
'This table has exactly one row, which contains every limit of this installation. Lengths are in
characters. A changed limit applies from the next call.';

create trigger keep_row
  before delete on social_private.config
  for each row execute function social_private.tg_require_row(
    'Change its columns instead. Every limit of this installation is in this row.');

comment on column social_private.config.is_only_row is
'Always true. The primary key on this column keeps the table at one row.';

comment on column social_private.config.caption_length is
'Maximum length of a caption, in characters.';

comment on column social_private.config.comment_length is
'Maximum length of a comment, in characters.';

comment on column social_private.config.alt_text_length is
'Maximum length of the alternative text of a photo or video, in characters.';

comment on column social_private.config.sensitive_note_length is
'Maximum length of the note on a sensitive post, in characters.';

comment on column social_private.config.display_name_length is
'Maximum length of a display name, in characters.';

comment on column social_private.config.bio_length is 'Maximum length of a bio, in characters.';

comment on column social_private.config.website_length is
'Maximum length of a website address, in characters.';

comment on column social_private.config.media_per_post is
'Maximum number of photos and videos in one post.';

comment on column social_private.config.image_bytes is 'Maximum size of an image file, in bytes.';

comment on column social_private.config.signed_url_seconds is
'Maximum number of seconds for which a URL of a file works. Until then, the URL works for everybody
who has it.';

comment on column social_private.config.allow_text_posts is
'Whether a post without media is allowed.';

comment on column social_private.config.versions_kept is
'Maximum number of earlier versions that are kept for one caption or comment.';

comment on column social_private.config.reply_depth is
'Maximum depth of nested replies. A reply to a comment has depth 1.';

comment on column social_private.config.rate_limit_factor is
'Factor by which every limit in rate_limits is multiplied. The result is rounded up.';

comment on column social_private.config.new_account_days is
'Number of days after sign-up during which the stricter rate limits of new accounts apply.';

comment on column social_private.config.new_account_factor is
'Factor by which the rate limits of a new account are multiplied.';

comment on column social_private.config.username_change_days is
'Minimum number of days between two username changes.';

comment on column social_private.config.username_reservation_days is
'Number of days for which a former username stays reserved and still leads to its owner. A smaller
number releases former usernames of existing accounts at once, but no username of an erased account,
because the end of that reservation is stored.';

comment on column social_private.config.idempotency_hours is
'Number of hours for which a retry with the same idempotency key returns the first result.';

comment on column social_private.config.mentions_max is
'Maximum number of people mentioned in one caption or comment.';

comment on column social_private.config.hashtags_max is
'Maximum number of hashtags in one caption.';

comment on column social_private.config.following_max is
'Maximum number of people that one person may follow.';

comment on column social_private.config.pins_max is
'Maximum number of pinned posts on a profile, and of pinned comments under a post.';

comment on column social_private.config.export_hours is
'Minimum number of hours between two exports of one person.';

comment on column social_private.config.export_days is
'Number of days for which an export can be downloaded.';

comment on column social_private.config.reason_length is
'Maximum length of a report note, of the reason for a staff action, and of an appeal.';

comment on column social_private.config.appeal_days is
'Number of days in which a sanction may be appealed. The EU Digital Services Act requires six
months.';

comment on column social_private.config.restore_days is
'Number of days for which a deletion can be undone. After these days, the data is permanently
deleted.';

comment on column social_private.config.reauthentication_minutes is
'Number of minutes after a sign-in during which a person may delete their account.';

comment on column social_private.config.unattached_hours is
'Number of hours after which an upload is deleted if it is not attached to a post or profile.';

comment on column social_private.config.is_staff_mfa_required is
'Whether staff actions require a session with a second factor (aal2).';

comment on column social_private.config.unconfirmed_days is
'Number of days after which the worker deletes the profile of a login that was never confirmed, and
so frees its username. The login remains.';

comment on column social_private.config.allow_anonymous_readers is
'Whether anonymous users of Supabase Auth may directly read the tables that only signed-in people
may read. If false, they read what people without a login read.';

comment on column social_private.config.client_address_header is
'Name of the request header in which your gateway writes the network address of the client, such as
cf-connecting-ip on hosted Supabase. If null, all callers without a login share one rate limit.';

comment on column social_private.config.follow_pause_hours is
'Number of hours for which a rejected or removed follower cannot request to follow again.';

comment on column social_private.config.allow_reading_without_login is
'Whether people without a login may read public content. If false, every function that reads content
returns not_signed_in to them, and tables and files are closed to them. People with an inactive
account can still load their own exports.';

comment on column social_private.config.directory_visibility is
'Who may list all people, with a search without a query or with the table profiles: nobody,
signed_in or everybody. All others must search for at least two letters.';

comment on column social_private.config.likes_visibility is
'Who may list the people who like a post or comment: author (only its author), signed_in or
everybody. Everybody else still sees the number of likes.';

comment on column social_private.config.notifications is
'Whether people get notifications. If false, no notification is written, and the functions that read
notifications return nothing.';

comment on column social_private.config.notification_group_hours is
'Number of hours for which similar notifications join one group, from the first notification of the
group. A list shows one row for each group.';

comment on column social_private.config.notification_days is
'Number of days for which notifications are kept. After these days, the worker deletes them.';

comment on column social_private.config.hint_seconds is
'Minimum number of seconds between two Realtime messages on one topic. A message tells connected
apps to read their notifications or a post again.';

comment on column social_private.config.watch_minutes is
'Number of minutes for which a call of watch_notifications or watch_post keeps the Realtime messages
of a topic on. Apps repeat the call while they are connected.';

comment on column social_private.config.discovery is
'Whether people can discover posts and people: by hashtags, trends, explore, suggestions, the search
of posts and the feed For You. If false, these functions answer as if nothing was found, and posting
and liking do no work for them. If you set it to true again, the worker indexes all posts anew.';

comment on column social_private.config.allow_explore_without_login is
'Whether people without a login may call explore_posts.';

comment on column social_private.config.hashtag_follows_max is
'Maximum number of hashtags that one person may follow.';

comment on column social_private.config.muted_words_max is
'Maximum number of words and hashtags that one person may mute.';

comment on column social_private.config.trend_people_min is
'Minimum number of people who must have used a hashtag before it can trend. Only people count whose
account is older than trend_account_days, and whom somebody follows who did not use the hashtag.';

comment on column social_private.config.trend_account_days is
'Minimum age of an account, in days, before its posts and likes count for trends and explore.';

comment on column social_private.config.trend_half_life_hours is
'Number of hours after which the use of a hashtag counts half as much for its trend.';

insert into social_private.config default values;

alter table social_private.config enable row level security;

create trigger keep_rows
  before truncate on social_private.config
  for each statement execute function social_private.tg_refuse_truncate(
    'Change the limits in the one row of this table instead.');

create function social_private.restorable_since()
  returns timestamptz
  language sql
  stable
  security invoker
  set search_path = ''
return (
  select now() - config.restore_days * interval '1 day' from social_private.config
);

comment on function social_private.restorable_since() is
'Returns the current time minus config.restore_days. A deletion before this time can no longer be
undone.';

create type social.limits as (
  caption_length integer,
  comment_length integer,
  alt_text_length integer,
  sensitive_note_length integer,
  display_name_length integer,
  bio_length integer,
  website_length integer,
  media_per_post integer,
  image_bytes integer,
  allow_text_posts boolean,
  username_change_days integer
);

comment on type social.limits is
'Limits of this installation. An app uses them to check input before a request.';

create function social_private.limits()
  returns social.limits
  language sql
  stable
  security definer -- clients cannot read the config table
  set search_path = ''
return (
  select row(
    caption_length, comment_length, alt_text_length, sensitive_note_length, display_name_length,
    bio_length, website_length, media_per_post, image_bytes, allow_text_posts, username_change_days
  )::social.limits
  from social_private.config
);

create function social.limits()
  returns social.limits
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.limits();

comment on function social.limits() is
'Returns the limits of this installation. Needs no sign-in.

Lengths are in characters, and image_bytes is in bytes.';

-- Callable

create function social_private.close_new_functions()
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  opened record;
begin
  for opened in
    select
      pg_proc.oid::regprocedure as routine,
      string_agg(
        case entry.grantee when 0 then 'public' else format('%I', entry.grantee::regrole) end,
        ', '
      ) as grantees
    from pg_catalog.pg_proc,
      pg_catalog.aclexplode(coalesce(proacl, pg_catalog.acldefault('f', proowner))) as entry
    where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and entry.grantee <> proowner
    group by pg_proc.oid
    having bool_or(entry.grantee = 0)
  loop
    execute format('revoke execute on function %s from %s', opened.routine, opened.grantees);
  end loop;
end;
$$;

comment on function social_private.close_new_functions() is
'Takes the right to execute new functions from everybody except the owner. Migrations call it before
they grant rights. Besides PUBLIC, default privileges of the host app may have given rights.

A function is new if PUBLIC may execute it.';

select social_private.close_new_functions();
grant execute on function
  social.version(), social_private.limits(), social.limits()
  to anon, authenticated;
grant execute on function social_private.uuid_v7(timestamptz), social.uuid_v7(timestamptz)
  to service_role;

-- Policies: see social_table_access.
