begin;
select plan(3);

create temp table bounds (name text, low numeric, high numeric, step numeric);
insert into bounds
select name, low, high, step from (values
  ('caption_length', 1, 20000, 1), ('comment_length', 1, 20000, 1),
  ('alt_text_length', 1, 5000, 1), ('sensitive_note_length', 1, 1000, 1),
  ('display_name_length', 1, 100, 1), ('bio_length', 1, 1000, 1), ('website_length', 1, 500, 1),
  ('reason_length', 1, 20000, 1),
  ('media_per_post', 1, 50, 1), ('image_bytes', 1024, 104857600, 1),
  ('versions_kept', 0, 100, 1), ('reply_depth', 0, 100, 1),
  ('rate_limit_factor', 0.01, 1000000, 0.01), ('new_account_days', 0, 3650, 1),
  ('new_account_factor', 0, 1, 0.01), ('username_change_days', 0, 3650, 1),
  ('username_reservation_days', 0, 3650, 1), ('idempotency_hours', 1, 720, 1),
  ('mentions_max', 0, 100, 1), ('hashtags_max', 0, 100, 1), ('following_max', 0, 1000000, 1),
  ('pins_max', 0, 50, 1), ('appeal_days', 0, 3650, 1), ('restore_days', 0, 3650, 1),
  ('export_hours', 0, 720, 1), ('export_days', 1, 365, 1),
  ('reauthentication_minutes', 1, 1440, 1), ('unattached_hours', 1, 720, 1),
  ('unconfirmed_days', 1, 3650, 1), ('signed_url_seconds', 30, 86400, 1),
  ('follow_pause_hours', 0, 8760, 1), ('notification_group_hours', 1, 720, 1),
  ('notification_days', 1, 3650, 1), ('hint_seconds', 1, 3600, 1), ('watch_minutes', 1, 1440, 1),
  ('hashtag_follows_max', 0, 1000, 1), ('muted_words_max', 0, 1000, 1),
  ('trend_people_min', 1, 1000000, 1), ('trend_account_days', 0, 3650, 1),
  ('trend_half_life_hours', 1, 720, 1),
  ('upload_count_max', 1, 100000, 1), ('upload_bytes_max', 1024, 1099511627776, 1)
) as given (name, low, high, step);
create function pg_temp.outcome(name text, value numeric) returns text language sql as $$
  select left(social_tests.outcome(
    format('update social_private.config set %I = %s', name, value)), 6)
$$;

select set_eq(
  'select name from bounds',
  $$select attname::text from pg_attribute
    where attrelid = 'social_private.config'::regclass and attnum > 0
      and atttypid in ('integer'::regtype, 'bigint'::regtype, 'numeric'::regtype)$$,
  'the test covers every numeric column of the config');
select is_empty(
  $$select name, value, pg_temp.outcome(name, value) from bounds, unnest(array[low, high]) as value
    where pg_temp.outcome(name, value) <> '1 rows'$$,
  'each numeric column of the config accepts its lowest and its highest allowed value');
select is_empty(
  $$select name, value from bounds, unnest(array[low - step, high + step]) as value
    where pg_temp.outcome(name, value) <> '23514 '$$,
  'each numeric column of the config refuses values below and above its bounds');

select * from finish();
rollback;
