begin;
select plan(17);
select social_tests.person('alice');
select social_tests.person('mallory');
select social_tests.act_as('alice');
select set_config('my.post', (select id::text from social.create_post(
  'sunrise', social_tests.media(social_tests.upload('alice'), social_tests.upload('alice')),
  'followers', true, 'bright')), true);
select set_config('my.media' || position, id::text, true) from social.post_media;
create function pg_temp.updated(
  caption text default null, media jsonb default null,
  visibility social.visibility default null, is_sensitive boolean default null,
  note text default null)
  returns text language sql
return (
  select (post.caption, post.visibility, post.is_sensitive, post.sensitive_note,
    jsonb_path_query_array(post.media, '$[*].alt_text'), edited_at is not null)::text
  from social.update_post(
    current_setting('my.post')::uuid, updated.caption, updated.media, updated.visibility,
    updated.is_sensitive, updated.note) as post);
create function pg_temp.alt_text(place integer, value text)
  returns jsonb language sql
return jsonb_build_array(
  jsonb_build_object('id', current_setting('my.media' || place), 'alt_text', value));

select social_tests.remember();
select is(
  pg_temp.updated(), '(sunrise,followers,t,bright,"[null, null]",f)',
  'an update without changed fields returns the unchanged post');
select ok(social_tests.is_unchanged(), 'an update without changed fields changes no row');
select is(
  pg_temp.updated(visibility => 'public'), '(sunrise,public,t,bright,"[null, null]",f)',
  'changing the visibility does not set edited_at');
select is(
  pg_temp.updated(is_sensitive => false, note => ''), '(sunrise,public,f,,"[null, null]",f)',
  'changing is_sensitive or clearing sensitive_note does not set edited_at');
select is(
  pg_temp.updated('sunrise'), '(sunrise,public,f,,"[null, null]",f)',
  'an update with the same caption does not set edited_at');
select is(
  pg_temp.updated(' sunrise '), '(sunrise,public,f,,"[null, null]",f)',
  'adding spaces around the same caption does not set edited_at');
select is(
  pg_temp.updated(media => pg_temp.alt_text(0, 'a hill')),
  '(sunrise,public,f,,"[""a hill"", null]",t)', 'changing an alternative text sets edited_at');
select is(
  pg_temp.updated(media => pg_temp.alt_text(1, 'a lake')),
  '(sunrise,public,f,,"[""a hill"", ""a lake""]",t)',
  'an update of one alternative text keeps the alternative texts of the other media');
select is(
  pg_temp.updated(media => pg_temp.alt_text(1, '') || pg_temp.alt_text(0, null)),
  '(sunrise,public,f,,"[""a hill"", null]",t)',
  'an empty alternative text clears the stored text, and null keeps the stored text');
select is(
  pg_temp.updated('sunset'), '(sunset,public,f,,"[""a hill"", null]",t)',
  'an update replaces the caption');
select is(
  pg_temp.updated(''), '(,public,f,,"[""a hill"", null]",t)',
  'an update with an empty caption clears the caption');

select social_tests.remember();
select throws_ok(
  format('select pg_temp.updated(media => %L)', media), 'PT422', 'media_invalid',
  format('an update with %s as media is rejected', name))
from (values
  ('the same id twice', pg_temp.alt_text(0, 'once') || pg_temp.alt_text(0, 'twice')),
  ('an object', '{}'), ('an array of texts', '["a hill"]')
) as given (name, media);
select throws_ok(
  format('select pg_temp.updated(media => %L)', pg_temp.alt_text(0, 'a hill')
    || jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'alt_text', ''))),
  'PT404', 'media_not_found',
  'an update with media that the post does not have fails with media_not_found');
select throws_ok(
  format('select pg_temp.updated(note => %L)', repeat('x', 301)), 'PT422',
  'sensitive_note_too_long', 'a sensitive_note of 301 characters is rejected');
select ok(social_tests.is_unchanged(), 'rejected updates change no row');

select * from finish();
rollback;
