-- Config: every limit, in one row that an operator changes at run time.
-- update social_private.config set caption_length = 5000; the next call knows.

-- Tables

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
  username_hold_days integer not null default 30,
  idempotency_hours integer not null default 24,
  mentions_max integer not null default 20,
  hashtags_max integer not null default 30,
  following_max integer not null default 7500,
  pins_max integer not null default 3,
  export_hours integer not null default 24,
  export_days integer not null default 7,
  statement_length integer not null default 2000,
  appeal_days integer not null default 183,
  restore_days integer not null default 30,
  reauthentication_minutes integer not null default 10,
  unattached_hours integer not null default 24,
  is_staff_mfa_required boolean not null default false,

  constraint config_pkey primary key (is_only_row),
  constraint config_is_one_row check (is_only_row),
  constraint config_lengths_are_sane check (
    least(
      caption_length, comment_length, alt_text_length, sensitive_note_length,
      display_name_length, bio_length, website_length, statement_length
    ) >= 1
    and greatest(
      caption_length, comment_length, alt_text_length, sensitive_note_length,
      display_name_length, bio_length, website_length, statement_length
    ) <= 100000
  ),
  constraint config_media_per_post_is_sane check (media_per_post between 1 and 50),
  constraint config_rate_limits_are_sane check (
    rate_limit_factor > 0 and rate_limit_factor <= 1000000
    and new_account_days between 0 and 3650
    and new_account_factor between 0 and 1
  ),
  constraint config_image_bytes_is_sane check (image_bytes between 1024 and 104857600),
  constraint config_versions_kept_is_sane check (versions_kept between 0 and 100),
  constraint config_reply_depth_is_sane check (reply_depth between 0 and 100),
  constraint config_counts_are_sane check (
    mentions_max between 0 and 100 and hashtags_max between 0 and 100
    and following_max between 0 and 1000000 and pins_max between 0 and 50
  ),
  constraint config_days_are_sane check (
    username_change_days between 0 and 3650
    and username_hold_days between 0 and 3650
    and appeal_days between 0 and 3650
    and restore_days between 0 and 3650
    and reauthentication_minutes between 1 and 1440
    and unattached_hours between 1 and 720
    and idempotency_hours between 1 and 720
    and export_hours between 0 and 720
    and export_days between 1 and 365
  )
);

comment on table social_private.config is
'Every limit, in one row. Lengths count characters. A change holds from the next call on.';
comment on column social_private.config.image_bytes is 'Largest picture that is taken, in bytes.';
comment on column social_private.config.allow_text_posts is 'Whether a post may have no media.';
comment on column social_private.config.versions_kept is
'How many earlier versions of a caption or comment are kept.';
comment on column social_private.config.reply_depth is 'How deep replies may nest.';
comment on column social_private.config.rate_limit_factor is
'Multiplies every row of rate_limits; the result is rounded up.';
comment on column social_private.config.new_account_days is
'Days for which a new account has stricter rate limits.';
comment on column social_private.config.new_account_factor is
'Multiplies the rate limits of a new account.';
comment on column social_private.config.username_change_days is
'Days between two changes of a username.';
comment on column social_private.config.username_hold_days is
'Days for which a former username still leads to its person and stays closed to others.';
comment on column social_private.config.idempotency_hours is
'Hours for which an idempotency key returns the first result.';
comment on column social_private.config.mentions_max is
'How many people a caption or comment may mention.';
comment on column social_private.config.hashtags_max is 'How many hashtags a caption may have.';
comment on column social_private.config.following_max is 'How many people one may follow.';
comment on column social_private.config.pins_max is
'How many posts may be pinned on a profile, and comments under a post.';
comment on column social_private.config.export_hours is
'Hours between two exports of a person.';
comment on column social_private.config.export_days is
'Days for which an export can be downloaded.';
comment on column social_private.config.statement_length is
'Longest note on a report, reason of staff and appeal.';
comment on column social_private.config.appeal_days is
'Days in which a sanction may be appealed. The Digital Services Act wants six months.';
comment on column social_private.config.restore_days is
'Days for which what was deleted can be restored. After that it is gone for good.';
comment on column social_private.config.reauthentication_minutes is
'Minutes since signing in within which an account may be deleted.';
comment on column social_private.config.unattached_hours is
'Hours after which an upload that nobody attached is removed.';
comment on column social_private.config.is_staff_mfa_required is
'Whether staff must have signed in with a second factor.';

insert into social_private.config default values;

-- Access

alter table social_private.config enable row level security;

-- Reads

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

comment on type social.limits is 'What an app needs to know to check input before sending it.';

create function social_private.limits()
  returns social.limits
  language sql
  stable
  security definer -- clients hold no grant on the config
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
'The limits of this installation. Lengths count characters, image_bytes bytes.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function social_private.limits(), social.limits() to anon, authenticated;
