begin;
select plan(12);
select social_tests.person('alice');
select social_tests.person('mallory');
select social_tests.act_as('alice');
select set_config('my.post', (select id::text from social.create_post(
  'sunrise', social_tests.media(social_tests.upload('alice'), social_tests.upload('alice')),
  'followers', true, 'bright')), true);
create function pg_temp.now_is(
  caption text default null, alt_texts text[] default null,
  visibility social.visibility default null, is_sensitive boolean default null,
  note text default null)
  returns text language sql
return (
  select (post.caption, post.visibility, post.is_sensitive, post.sensitive_note,
    jsonb_path_query_array(media, '$[*].alt_text'), edited_at is not null)::text
  from social.update_post(
    current_setting('my.post')::uuid, now_is.caption, now_is.alt_texts, now_is.visibility,
    now_is.is_sensitive, now_is.note) as post);

select social_tests.remember();
select is(
  pg_temp.now_is(), '(sunrise,followers,t,bright,"[null, null]",f)', 'nothing changes nothing');
select ok(social_tests.is_unchanged(), 'not a row');
select is(
  pg_temp.now_is(visibility => 'public'), '(sunrise,public,t,bright,"[null, null]",f)',
  'who may see it can change, which is no edit');
select is(
  pg_temp.now_is(is_sensitive => false, note => ''), '(sunrise,public,f,,"[null, null]",f)',
  'so can the mark of sensitive content');
select is(
  pg_temp.now_is('sunrise'), '(sunrise,public,f,,"[null, null]",f)',
  'the same caption is no edit');
select is(
  pg_temp.now_is(' sunrise '), '(sunrise,public,f,,"[null, null]",f)', 'nor is one more blank');
select is(
  pg_temp.now_is(alt_texts => array['a hill', '']),
  '(sunrise,public,f,,"[""a hill"", null]",t)', 'an alternative text is an edit');
select is(
  pg_temp.now_is('sunset'), '(sunset,public,f,,"[""a hill"", null]",t)', 'so is a caption');
select is(
  pg_temp.now_is(''), '(,public,f,,"[""a hill"", null]",t)', 'which may be cleared');

select social_tests.remember();
select throws_ok(
  'select pg_temp.now_is(alt_texts => array[''one''])', 'PT422', 'alt_texts_invalid',
  'there is an alternative text for each of the media, or none is changed');
select throws_ok(
  format('select pg_temp.now_is(note => %L)', repeat('x', 301)), 'PT422',
  'sensitive_note_too_long', 'a note has at most 300 characters');
select ok(social_tests.is_unchanged(), 'what is refused changes nothing');

select * from finish();
rollback;
