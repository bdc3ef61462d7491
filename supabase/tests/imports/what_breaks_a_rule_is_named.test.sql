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

create function pg_temp.take(kind text, item jsonb) returns text language sql
return (
  select coalesce(problems #>> '{0,code}', (imported_count, existing_count)::text)
  from social.import_items(social_tests.id('alice'), take.kind, jsonb_build_array(
    '{"created_at": "2020-01-01T00:00:00Z"}' || take.item)));
create function pg_temp.comment(changes jsonb, parent text default null) returns text language sql
return pg_temp.take('comments', jsonb_build_object('id', gen_random_uuid(), 'created_at', now(),
  'body', 'Hello', 'post_id', social_tests.post_id('of bob'),
  'parent_id', social_tests.comment_id(comment.parent)) || comment.changes);
create function pg_temp.edge(kind text, name text, changes jsonb) returns text language sql
return pg_temp.take(edge.kind, jsonb_build_object('profile', jsonb_build_object(
  'id', social_tests.id(edge.name))) || edge.changes);
create function pg_temp.react(kind text, target text, id uuid) returns text language sql
return pg_temp.take(react.kind, jsonb_build_object('kind', react.target, 'id', react.id));

select social_tests.act_as_service();
select is(
  pg_temp.take('posts', jsonb_build_object('id', gen_random_uuid(), 'caption', 'Hello')),
  'media_required', 'a post has media where it must');
select is(pg_temp.comment('{}', 'elsewhere'), 'comment_not_found', 'an answer is on the same post');
select is(pg_temp.comment('{}', 'answer'), 'reply_too_deep', 'and not too deep');
select is(pg_temp.comment('{"body": " "}'), 'comment_empty', 'a comment says something');
select is(
  pg_temp.comment('{"versions": [{"body": " ", "replaced_at": "2020-01-01"}]}'), 'comment_empty',
  'and did so before');
select is(
  pg_temp.react('likes', 'comment', social_tests.comment_id('unseen')), 'comment_not_found',
  'a liked comment is seen');
select is(pg_temp.take('likes', '{"kind": "person"}'), 'import_invalid', 'nothing else is liked');
select is(
  array[pg_temp.react(kind, target, id), pg_temp.react(kind, target, id)],
  array['(1,0)', '(0,1)'], format('%s of a %s again are known', kind, target))
from (values
  ('likes', 'post', social_tests.post_id('of bob')),
  ('saves', 'post', social_tests.post_id('of bob')),
  ('likes', 'comment', social_tests.comment_id('first'))) as again (kind, target, id);
select is(
  pg_temp.edge('follows', 'alice', '{"direction": "following"}'), 'cannot_follow_self',
  'nobody follows themselves');
select is(
  pg_temp.edge('follows', 'blocker', '{"direction": "following"}'), 'profile_not_found',
  'or who blocks them');
select is(
  array_agg(pg_temp.edge('follows', name, '{"direction": "following"}') order by name),
  array['(1,0)', 'following_too_many'], 'or too many') from unnest(array['bob', 'carol']) as name;
select is(
  array[pg_temp.edge('blocks', 'bob', item), pg_temp.edge('blocks', 'bob', item)],
  array['(1,0)', '(0,1)'], 'a ' || (item ->> 'kind') || ' again is known')
from unnest(array['{"kind": "mute"}', '{"kind": "close_friend"}']::jsonb[]) as item;
select is(
  pg_temp.edge('blocks', 'blocker', '{"kind": "block"}'), 'profile_not_found',
  'a block is of who is there');
select is(
  pg_temp.take('profile', '{"website": "ftp://example.com"}'), 'website_invalid',
  'a website has an address');
select throws_ok(
  format('select social.check_imported_ids(%L, ''{}'')', social_tests.id('alice')), 'PT422',
  'import_invalid', 'ids are a list');

select * from finish();
rollback;
