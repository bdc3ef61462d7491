begin;
select plan(5);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'hello');
insert into social.post_media (post_id, position, path, mime_type, width, height)
values (social_tests.post_id('sunrise'), 0, 'a.jpg', 'image/jpeg', 800, 600);
select social_tests.act_as('bob');
select social.report_post(social_tests.post_id('sunrise'), 'spam') is not null;
select social_tests.act_as_operator();

create temp view texts (relation, name, most, setting) as values
  ('social.posts', 'caption', 20000, 'caption_length'),
  ('social.posts', 'sensitive_note', 1000, 'sensitive_note_length'),
  ('social.comments', 'body', 20000, 'comment_length'),
  ('social.post_media', 'alt_text', 5000, 'alt_text_length'),
  ('social.profiles', 'display_name', 100, 'display_name_length'),
  ('social.profiles', 'bio', 1000, 'bio_length'),
  ('social_private.reports', 'note', 20000, 'reason_length');
create function pg_temp.outcome(relation text, name text, value text) returns text
language sql as $$
  select left(social_tests.outcome(format(
    'update %s set %I = %L', outcome.relation, outcome.name, outcome.value)), 5)
$$;
select is_empty(
  $$select relation, name from texts, unnest(array[most + 1, 1000000]) as length
    where pg_temp.outcome(relation, name, repeat('ä', length)) not in ('23514', 'PT403')$$,
  'a text that is longer than its maximum is refused');
select is_empty(
  $$select relation, name, pg_temp.outcome(relation, name, repeat('ä', most)) from texts
    where relation <> 'social_private.reports'
      and pg_temp.outcome(relation, name, repeat('ä', most)) !~ '^\d+ row'$$,
  'a text of the maximum length is accepted');
select is_empty(
  $$select name from texts
    where social_tests.outcome(format('update social_private.config set %I = %s', setting, most))
        <> '1 rows'
      or left(social_tests.outcome(format(
        'update social_private.config set %I = %s', setting, most + 1)), 5) <> '23514'$$,
  'the config allows exactly the lengths that the tables allow');
select is_empty(
  $$select address from unnest(array[
      'javascript:alert(1)', 'JavaScript:alert(1)', 'data:text/html,x', 'example.com', '',
      ' https://example.com', e'https://example.com\njavascript:alert(1)', 'https://',
      'https://example.com/<script>', 'ftp://example.com', '//example.com',
      'https://example.com/' || repeat('x', 500)
    ]) as address
    where pg_temp.outcome('social.profiles', 'website', address) <> '23514'$$,
  'a website that is no web address is refused');
select is_empty(
  $$select address from unnest(array[
      'https://example.com', 'http://example.com', 'HTTPS://example.com/a?b=c#d', null
    ]) as address
    where pg_temp.outcome('social.profiles', 'website', address) !~ '^\d+ row'$$,
  'a web address is accepted');

select * from finish();
rollback;
