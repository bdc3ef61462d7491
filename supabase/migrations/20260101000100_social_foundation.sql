-- Foundation: the two schemas, error codes, ids, cursors, text cleaning and the config.
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
          'social_create_profile', 'social_follow_soft_delete', 'social_sync_confirmation')
      union all
      select 'policy ' || polname || ' on ' || polrelid::regclass from pg_catalog.pg_policy
      where polrelid in ('storage.objects'::regclass, 'storage.buckets'::regclass)
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

alter table social_private.errors enable row level security;

insert into social_private.errors (code, status, detail, hint) values
  ('not_signed_in', 401, 'This request needs a signed-in user.',
    'Sign in. A token is rejected once its session has ended or its account is deleted.'),
  ('profile_missing', 403, 'This user has no profile yet.',
    'Call create_profile with a username first.'),
  ('argument_missing', 422, 'A required argument is missing or null.',
    'Pass a value for every required argument.'),
  ('cursor_invalid', 400, 'This is not a cursor of this list.',
    'Pass the cursor of the last row of the previous page, or omit it for the first page.'),
  ('page_size_invalid', 422, 'The page size must be a whole number from 1 to 101.', null),
  ('text_invalid', 422,
    'The text has control characters, excessive combining marks, or nothing visible.',
    'Remove those characters, or write at least one visible character.'),
  ('idempotency_key_invalid', 422, 'The idempotency key has an invalid length.',
    'Use 1 to 200 characters.'),
  ('idempotency_key_reused', 409, 'This idempotency key was used for a different request.',
    'Use a new key for a new request.'),
  ('restore_expired', 410, 'The time in which a deletion can be undone has passed.', null);

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
  select * into strict error from social_private.errors where errors.code = fail.code;
  -- PostgREST maps SQLSTATE PTxyz to HTTP status xyz. The message is the error code, because the
  -- PostgREST setting `client-error-verbosity = minimal` removes the detail and the hint.
  raise exception using
    errcode = 'PT' || error.status,
    message = error.code,
    detail = error.detail,
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

-- Ids are UUIDs of version 7, so that sorting by id sorts by creation time.

create function social_private.uuid_v7(at timestamptz default clock_timestamp())
  returns uuid
  language sql
  volatile
  security invoker
  set search_path = ''
as $$
  select encode(
    substring(int8send(microseconds / 1000) from 3 for 6)
    || int2send((28672 + (microseconds % 1000) * 4096 / 1000)::int2)
    || substring(uuid_send(gen_random_uuid()) from 9 for 8),
    'hex'
  )::uuid
  from (select (extract(epoch from uuid_v7.at) * 1000000)::bigint as microseconds) as clock
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

-- Cursors are opaque to clients. A cursor is the sort key of its row in hexadecimal.

create function social_private.time_cursor(at timestamptz, id uuid)
  returns text
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return encode(
    int8send((extract(epoch from time_cursor.at) * 1000000)::bigint) || uuid_send(time_cursor.id),
    'hex'
  );
end;
$$;

comment on function social_private.time_cursor(timestamptz, uuid) is
'Returns the cursor of a row in a list that is sorted by time, then by id.';

create type social_private.time_key as (at timestamptz, id uuid);

create function social_private.parse_time_cursor(cursor text)
  returns social_private.time_key
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  microseconds bigint;
begin
  if parse_time_cursor.cursor is null then
    return ('infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff')::social_private.time_key;
  end if;
  if parse_time_cursor.cursor !~ '^000[0-9a-f]{45}$' then
    perform social_private.fail('cursor_invalid');
  end if;
  microseconds := ('x' || left(parse_time_cursor.cursor, 16))::bit(64)::bigint;
  return (
    'epoch'::timestamptz + microseconds / 1000000 * interval '1 second'
      + microseconds % 1000000 * interval '1 microsecond',
    substr(parse_time_cursor.cursor, 17)::uuid
  )::social_private.time_key;
end;
$$;

comment on function social_private.parse_time_cursor(text) is
'Returns the sort key that a cursor contains. If the cursor is null, returns a key that is greater
than the key of every row. Error: cursor_invalid.';

create function social_private.parse_id_cursor(cursor text, otherwise uuid)
  returns uuid
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  if parse_id_cursor.cursor is null then
    return parse_id_cursor.otherwise;
  end if;
  if parse_id_cursor.cursor !~ '^[0-9a-f]{32}$' then
    perform social_private.fail('cursor_invalid');
  end if;
  return parse_id_cursor.cursor::uuid;
end;
$$;

comment on function social_private.parse_id_cursor(text, uuid) is
'Returns the id that a cursor contains. If the cursor is null, returns the argument `otherwise`.
Error: cursor_invalid.';

create function social_private.checked_page_size(page_size integer)
  returns integer
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  if checked_page_size.page_size between 1 and 101 then
    return checked_page_size.page_size;
  end if;
  perform social_private.fail('page_size_invalid');
end;
$$;

comment on function social_private.checked_page_size(integer) is
'Returns the page size if it is from 1 to 101. Error: page_size_invalid.

The maximum is 101, because a client may ask for 100 rows and one more. The additional row shows
whether a next page exists.';

-- Text

-- PostgreSQL has no character class for combining marks, so this function lists them. The list
-- contains the general category M of Unicode 17 and the unassigned code points between two marks. A
-- test compares the list with the regular expression engine of Node.
create function social_private.mark_ranges()
  returns text
  language sql
  immutable
  security invoker
  set search_path = ''
return
  '\x300-\x36f\x483-\x489\x591-\x5bd\x5bf\x5c1-\x5c2\x5c4-\x5c5\x5c7\x610-\x61a\x64b-\x65f\x670'
  '\x6d6-\x6dc\x6df-\x6e4\x6e7-\x6e8\x6ea-\x6ed\x711\x730-\x74a\x7a6-\x7b0\x7eb-\x7f3\x7fd'
  '\x816-\x819\x81b-\x823\x825-\x827\x829-\x82d\x859-\x85b\x897-\x89f\x8ca-\x8e1\x8e3-\x903'
  '\x93a-\x93c\x93e-\x94f\x951-\x957\x962-\x963\x981-\x983\x9bc\x9be-\x9cd\x9d7\x9e2-\x9e3'
  '\x9fe-\xa03\xa3c-\xa51\xa70-\xa71\xa75\xa81-\xa83\xabc\xabe-\xacd\xae2-\xae3\xafa-\xb03\xb3c'
  '\xb3e-\xb57\xb62-\xb63\xb82\xbbe-\xbcd\xbd7\xc00-\xc04\xc3c\xc3e-\xc56\xc62-\xc63\xc81-\xc83'
  '\xcbc\xcbe-\xcd6\xce2-\xce3\xcf3-\xd03\xd3b-\xd3c\xd3e-\xd4d\xd57\xd62-\xd63\xd81-\xd83'
  '\xdca-\xddf\xdf2-\xdf3\xe31\xe34-\xe3a\xe47-\xe4e\xeb1\xeb4-\xebc\xec8-\xece\xf18-\xf19\xf35'
  '\xf37\xf39\xf3e-\xf3f\xf71-\xf84\xf86-\xf87\xf8d-\xfbc\xfc6\x102b-\x103e\x1056-\x1059'
  '\x105e-\x1060\x1062-\x1064\x1067-\x106d\x1071-\x1074\x1082-\x108d\x108f\x109a-\x109d'
  '\x135d-\x135f\x1712-\x1715\x1732-\x1734\x1752-\x1753\x1772-\x1773\x17b4-\x17d3\x17dd'
  '\x180b-\x180d\x180f\x1885-\x1886\x18a9\x1920-\x193b\x1a17-\x1a1b\x1a55-\x1a7f\x1ab0-\x1b04'
  '\x1b34-\x1b44\x1b6b-\x1b73\x1b80-\x1b82\x1ba1-\x1bad\x1be6-\x1bf3\x1c24-\x1c37\x1cd0-\x1cd2'
  '\x1cd4-\x1ce8\x1ced\x1cf4\x1cf7-\x1cf9\x1dc0-\x1dff\x20d0-\x20f0\x2cef-\x2cf1\x2d7f\x2de0-\x2dff'
  '\x302a-\x302f\x3099-\x309a\xa66f-\xa672\xa674-\xa67d\xa69e-\xa69f\xa6f0-\xa6f1\xa802\xa806\xa80b'
  '\xa823-\xa827\xa82c\xa880-\xa881\xa8b4-\xa8c5\xa8e0-\xa8f1\xa8ff\xa926-\xa92d\xa947-\xa953'
  '\xa980-\xa983\xa9b3-\xa9c0\xa9e5\xaa29-\xaa36\xaa43\xaa4c-\xaa4d\xaa7b-\xaa7d\xaab0\xaab2-\xaab4'
  '\xaab7-\xaab8\xaabe-\xaabf\xaac1\xaaeb-\xaaef\xaaf5-\xaaf6\xabe3-\xabea\xabec-\xabed\xfb1e'
  '\xfe00-\xfe0f\xfe20-\xfe2f\x101fd\x102e0\x10376-\x1037a\x10a01-\x10a0f\x10a38-\x10a3f'
  '\x10ae5-\x10ae6\x10d24-\x10d27\x10d69-\x10d6d\x10eab-\x10eac\x10efa-\x10eff\x10f46-\x10f50'
  '\x10f82-\x10f85\x11000-\x11002\x11038-\x11046\x11070\x11073-\x11074\x1107f-\x11082'
  '\x110b0-\x110ba\x110c2\x11100-\x11102\x11127-\x11134\x11145-\x11146\x11173\x11180-\x11182'
  '\x111b3-\x111c0\x111c9-\x111cc\x111ce-\x111cf\x1122c-\x11237\x1123e\x11241\x112df-\x112ea'
  '\x11300-\x11303\x1133b-\x1133c\x1133e-\x1134d\x11357\x11362-\x11374\x113b8-\x113d0\x113d2'
  '\x113e1-\x113e2\x11435-\x11446\x1145e\x114b0-\x114c3\x115af-\x115c0\x115dc-\x115dd'
  '\x11630-\x11640\x116ab-\x116b7\x1171d-\x1172b\x1182c-\x1183a\x11930-\x1193e\x11940'
  '\x11942-\x11943\x119d1-\x119e0\x119e4\x11a01-\x11a0a\x11a33-\x11a39\x11a3b-\x11a3e\x11a47'
  '\x11a51-\x11a5b\x11a8a-\x11a99\x11b60-\x11b67\x11c2f-\x11c3f\x11c92-\x11cb6\x11d31-\x11d45'
  '\x11d47\x11d8a-\x11d97\x11ef3-\x11ef6\x11f00-\x11f01\x11f03\x11f34-\x11f42\x11f5a\x13440'
  '\x13447-\x13455\x1611e-\x1612f\x16af0-\x16af4\x16b30-\x16b36\x16f4f\x16f51-\x16f92'
  '\x16fe4-\x16ff1\x1bc9d-\x1bc9e\x1cf00-\x1cf46\x1d165-\x1d169\x1d16d-\x1d172\x1d17b-\x1d182'
  '\x1d185-\x1d18b\x1d1aa-\x1d1ad\x1d242-\x1d244\x1da00-\x1da36\x1da3b-\x1da6c\x1da75\x1da84'
  '\x1da9b-\x1daaf\x1e000-\x1e02a\x1e08f\x1e130-\x1e136\x1e2ae\x1e2ec-\x1e2ef\x1e4ec-\x1e4ef'
  '\x1e5ee-\x1e5ef\x1e6e3\x1e6e6\x1e6ee-\x1e6ef\x1e6f5\x1e8d0-\x1e8d6\x1e944-\x1e94a'
  '\xe0100-\xe01ef';

comment on function social_private.mark_ranges() is
'Returns the combining marks (accents, vowel signs) of all scripts as part of a regular expression.
Place the result between [ and ].';

create function social_private.clean_text(value text, field text, max_length integer)
  returns text
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  cleaned text;
begin
  -- Check the number of bytes first, so that a text of several megabytes is rejected before the
  -- slower steps below. 16 bytes per character leave room for four combining marks on every letter.
  if octet_length(clean_text.value) > 16 * clean_text.max_length then
    perform social_private.fail(
      clean_text.field || '_too_long', format('At most %s characters.', clean_text.max_length));
  end if;
  -- Remove bidi overrides, because they make a text appear in another order than the stored order.
  -- Keep U+200E, U+200F and U+061C, because right-to-left texts need them to place neutral
  -- characters such as punctuation.
  cleaned := btrim(regexp_replace(
    normalize(replace(clean_text.value, e'\r\n', e'\n'), nfc),
    '[\u202a-\u202e\u2066-\u2069]', '', 'g'
  ), e' \t\n');
  if char_length(cleaned) > clean_text.max_length then
    perform social_private.fail(
      clean_text.field || '_too_long', format('At most %s characters.', clean_text.max_length));
  end if;
  if cleaned ~ '[\u0001-\u0008\u000b-\u001f\u007f-\u009f]' then
    perform social_private.fail('text_invalid', format('See %s.', clean_text.field));
  end if;
  if cleaned <> '' and regexp_replace(
    cleaned, '[\s\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f'
      '\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb'
      '\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]', '', 'g'
  ) = '' then
    perform social_private.fail('text_invalid', format('See %s.', clean_text.field));
  end if;
  -- Allow at most ten combining marks on a letter. Real scripts use up to eight (Tibetan). More
  -- than ten marks would cover the lines of text above and below. Invisible characters between the
  -- marks do not restart the count.
  if cleaned ~ (
    '([' || social_private.mark_ranges() || '][\u00ad\u061c\u200b-\u200f\u2060-\u206f\ufeff]*){11}'
  ) then
    perform social_private.fail('text_invalid', format('See %s.', clean_text.field));
  end if;
  return nullif(cleaned, '');
end;
$$;

comment on function social_private.clean_text(text, text, integer) is
'Normalizes a text to NFC, trims it and removes bidi overrides. Returns null for an empty text.

Errors: <field>_too_long, text_invalid (control characters, more than ten combining marks on one
letter, or nothing visible).';

create function social_private.is_website(value text)
  returns boolean
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return is_website.value
    ~* '^https://[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?([/?#][^[:space:]<>"\\]*)?$';
end;
$$;

comment on function social_private.is_website(text) is
'Returns whether the text is an https address. Returns null if the text is null.';

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

  constraint config_pkey primary key (is_only_row),
  constraint config_is_one_row check (is_only_row),
  constraint config_lengths_are_sane check (
    least(
      caption_length, comment_length, alt_text_length, sensitive_note_length,
      display_name_length, bio_length, website_length, reason_length
    ) >= 1
    and greatest(
      caption_length, comment_length, alt_text_length, sensitive_note_length,
      display_name_length, bio_length, website_length, reason_length
    ) <= 100000
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
  )
);

comment on table social_private.config is
'This table has exactly one row, which contains every limit of this installation. Lengths are in
characters. A changed limit applies from the next call.';

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
'Number of days for which a former username stays reserved and still leads to its owner.';

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

insert into social_private.config default values;

alter table social_private.config enable row level security;

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

-- Policies: see social_table_access.
