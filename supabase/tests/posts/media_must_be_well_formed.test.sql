begin;
select plan(4);
select social_tests.person('alice');
update social_private.config set allow_text_posts = true;
select set_config('my.upload', social_tests.upload('alice'), true);

create temp view attempts as
select given, social_tests.outcome(format(
  'select social.create_post(''x'', %L)', replace(given, 'PATH', current_setting('my.upload'))
)) as outcome
from unnest(array[
  'null', '{}', '"PATH"', '7', 'true', '["PATH"]', '[null]', '[[]]', '[7]', '[{}]',
  '{"path": "PATH", "width": 8, "height": 6}',
  '[{"path": "PATH"}]', '[{"path": "PATH", "width": 8}]', '[{"width": 8, "height": 6}]',
  '[{"path": 7, "width": 8, "height": 6}]', '[{"path": null, "width": 8, "height": 6}]',
  '[{"path": "PATH", "width": 0, "height": 6}]', '[{"path": "PATH", "width": -8, "height": 6}]',
  '[{"path": "PATH", "width": 8.5, "height": 6}]', '[{"path": "PATH", "width": 1e9, "height": 6}]',
  '[{"path": "PATH", "width": 20001, "height": 6}]',
  '[{"path": "PATH", "width": 8, "height": 20001}]',
  '[{"path": "PATH", "width": 99999999999999999999, "height": 6}]',
  '[{"path": "PATH", "width": "wide", "height": 6}]',
  '[{"path": "PATH", "width": [8], "height": 6}]',
  '[{"path": "PATH", "width": null, "height": null}]',
  '[{"path": "PATH", "width": 8, "height": true}]',
  '[{"path": "PATH", "width": 8, "height": 6, "alt_text": 7}]',
  '[{"path": "PATH", "width": 8, "height": 6, "alt_text": {}}]',
  '[{"path": "PATH", "width": 8, "height": 6, "mime_type": "text/html"}]',
  '[{"path": "PATH", "width": 8, "height": 6, "position": 3}]'
]) as given;
grant select on attempts to authenticated;

select social_tests.act_as('alice');
select social_tests.remember();
select is_empty(
  $$select given, outcome from attempts where outcome !~ '^PT422 media_invalid'$$,
  'media are an array of {path, width, height, alt_text}, and nothing else');
select throws_ok(
  format('select social.create_post(''x'', %L)', (
    '[{"path": "' || current_setting('my.upload') || '", "width": 8, "height": 6, "alt_text": "'
    || repeat('x', 1501) || '"}]')::jsonb),
  'PT422', 'alt_text_too_long', 'an alternative text has at most 1,500 characters');
select ok(social_tests.is_unchanged(), 'what is refused leaves no post');
select lives_ok(
  format('select social.create_post(''x'', %L)', (
    '[{"path": "' || current_setting('my.upload')
    || '", "width": 8, "height": 6, "alt_text": null}]')::jsonb),
  'and the upload can still be used');

select * from finish();
rollback;
