begin;
select plan(18);
select social_tests.person(name)
from unnest(array['alice', 'bob', 'carol', 'blocker']) as name;
select social_tests.person('paul', is_private => true);
select social_tests.post(name, 'of ' || name, at => now() - interval '1 day')
from unnest(array['alice', 'bob', 'paul']) as name;
select social_tests.comment('bob', 'of bob', 'first');
select social_tests.comment('bob', 'of bob', 'answer', 'first');
select social_tests.comment('bob', 'of alice', 'elsewhere');
select social_tests.comment('paul', 'of paul', 'unseen');
select social_tests.block('blocker', 'alice');
update social_private.config set allow_text_posts = false, reply_depth = 1, following_max = 1;

create function pg_temp.import(kind text, item jsonb) returns text language sql
return (
  select coalesce(problems #>> '{0,code}', (imported_count, existing_count)::text)
  from social.import_items(social_tests.id('alice'), import.kind, jsonb_build_array(
    '{"created_at": "2020-01-01T00:00:00Z"}' || import.item)));
create function pg_temp.comment(changes jsonb, parent text default null) returns text language sql
return pg_temp.import('comments', jsonb_build_object('id', gen_random_uuid(), 'created_at', now(),
  'body', 'Hello', 'post_id', social_tests.post_id('of bob'),
  'parent_id', social_tests.comment_id(comment.parent)) || comment.changes);
create function pg_temp.edge(kind text, name text, changes jsonb) returns text language sql
return pg_temp.import(edge.kind, jsonb_build_object('profile', jsonb_build_object(
  'id', social_tests.id(edge.name))) || edge.changes);
create function pg_temp.react(kind text, target text, id uuid) returns text language sql
return pg_temp.import(react.kind, jsonb_build_object('kind', react.target, 'id', react.id));

select social_tests.act_as_service();
select is(
  pg_temp.import('posts', jsonb_build_object('id', gen_random_uuid(), 'caption', 'Hello')),
  'media_required', 'importing a post without media is refused when text posts are not allowed');
select is(pg_temp.comment('{}', 'elsewhere'), 'comment_not_found',
  'importing a reply to a comment on another post is refused');
select is(pg_temp.comment('{}', 'answer'), 'reply_too_deep',
  'importing a reply deeper than the maximum depth is refused');
select is(pg_temp.comment('{"body": " "}'), 'comment_empty',
  'importing an empty comment is refused');
select is(
  pg_temp.comment('{"versions": [{"body": " ", "replaced_at": "2020-01-01"}]}'), 'comment_empty',
  'importing a comment with an empty earlier version is refused');
select is(
  pg_temp.react('likes', 'comment', social_tests.comment_id('unseen')), 'comment_not_found',
  'importing a like of an invisible comment is refused');
select is(pg_temp.import('likes', '{"kind": "person"}'), 'import_invalid',
  'importing a like with an unknown kind of target is refused');
select is(
  array[pg_temp.react(kind, target, id), pg_temp.react(kind, target, id)],
  array['(1,0)', '(0,1)'],
  format('importing the same %s of a %s twice counts the second as existing', kind, target))
from (values
  ('likes', 'post', social_tests.post_id('of bob')),
  ('saves', 'post', social_tests.post_id('of bob')),
  ('likes', 'comment', social_tests.comment_id('first'))) as again (kind, target, id);
select is(
  pg_temp.edge('follows', 'alice', '{"direction": "following"}'), 'cannot_follow_self',
  'importing a follow of yourself is refused');
select is(
  pg_temp.edge('follows', 'blocker', '{"direction": "following"}'), 'profile_not_found',
  'importing a follow of a person who blocks you is refused');
select is(
  array_agg(pg_temp.edge('follows', name, '{"direction": "following"}') order by name),
  array['(1,0)', 'following_too_many'],
  'importing more follows than the maximum is refused') from unnest(array['bob', 'carol']) as name;
select is(
  array[pg_temp.edge('blocks', 'bob', item), pg_temp.edge('blocks', 'bob', item)],
  array['(1,0)', '(0,1)'], 'importing the same ' || (item ->> 'kind') ||
  ' twice counts the second as existing')
from unnest(array['{"kind": "mute"}', '{"kind": "close_friend"}']::jsonb[]) as item;
select is(
  pg_temp.edge('blocks', 'blocker', '{"kind": "block"}'), 'profile_not_found',
  'importing a block of an invisible person is refused');
select is(
  pg_temp.import('profile', '{"website": "ftp://example.com"}'), 'website_invalid',
  'importing a profile with an invalid website is refused');
select throws_ok(
  format('select social.imported_ids(%L, ''{}'')', social_tests.id('alice')), 'PT422',
  'import_invalid', 'imported_ids refuses ids that are not an array');

select * from finish();
rollback;
