begin;
select plan(4);
select social_tests.person('alice');
update social_private.config set allow_text_posts = true;
select set_config('my.upload', social_tests.upload_id(social_tests.upload('alice')), true);

create temp view attempts as
select given, social_tests.outcome(format(
  'select social.create_post(''x'', %L)', replace(given, 'ID', current_setting('my.upload'))
)) as outcome
from unnest(array[
  'null', '{}', '"ID"', '7', 'true', '["ID"]', '[null]', '[[]]', '[7]', '[{}]',
  '{"id": "ID"}', '[{"id": 7}]', '[{"id": null}]', '[{"id": ""}]', '[{"id": "x"}]',
  '[{"id": ["ID"]}]', '[{"id": "ID "}]', '[{"id": "{ID}"}]', '[{"alt_text": "x"}]',
  '[{"id": "ID", "alt_text": 7}]', '[{"id": "ID", "alt_text": {}}]',
  '[{"id": "ID", "width": 8, "height": 6}]', '[{"id": "ID", "path": "x"}]',
  '[{"id": "ID", "mime_type": "text/html"}]', '[{"id": "ID", "position": 3}]'
]) as given;
grant select on attempts to authenticated;

select social_tests.act_as('alice');
select social_tests.remember();
select is_empty(
  $$select given, outcome from attempts where outcome !~ '^PT422 media_invalid'$$,
  'media that are not an array of {id, alt_text} are rejected');
select throws_ok(
  format('select social.create_post(''x'', %L)', (
    '[{"id": "' || current_setting('my.upload') || '", "alt_text": "'
    || repeat('x', 1501) || '"}]')::jsonb),
  'PT422', 'alt_text_too_long', 'media with an alternative text of 1,501 characters are rejected');
select ok(social_tests.is_unchanged(), 'requests with rejected media change no row');
select lives_ok(
  format('select social.create_post(''x'', %L)', (
    '[{"id": "' || current_setting('my.upload')
    || '", "alt_text": null}]')::jsonb),
  'an upload of a rejected request can still be attached to a post');

select * from finish();
rollback;
