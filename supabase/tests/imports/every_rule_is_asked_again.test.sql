begin;
select plan(26);
select social_tests.person(name) from unnest(array['alice', 'bob', 'blocker']) as name;
select social_tests.person('paul', is_private => true);
update social_private.config set allow_text_posts = true, pins_max = 1;
select social_tests.post('alice', 'own', at => now() - interval '1 day');
select social_tests.post('bob', 'of bob', at => now() - interval '1 day');
update social.posts set comment_policy = 'nobody' where caption = 'of bob';
select social_tests.post('blocker', 'of blocker', at => now() - interval '1 day');
select social_tests.post('paul', 'of paul', at => now() - interval '1 day');
select social_tests.block('blocker', 'alice');

create function pg_temp.take(kind text, item jsonb) returns text language sql
return (
  select coalesce(problems #>> '{0,code}', (imported_count, existing_count)::text)
  from social.import_items(social_tests.id('alice'), take.kind, jsonb_build_array(take.item)));
create function pg_temp.post(changes jsonb) returns text language sql
return pg_temp.take('posts', '{"caption": "Hello", "visibility": "public", "is_sensitive": false,
  "comment_policy": "everyone", "media": [], "created_at": "2020-01-01T00:00:00Z"}'
  || jsonb_build_object('id', gen_random_uuid()) || post.changes);
create function pg_temp.comment(on_post text, changes jsonb) returns text language sql
return pg_temp.take('comments', jsonb_build_object('id', gen_random_uuid(), 'body', 'Hello',
  'post_id', social_tests.post_id(comment.on_post), 'created_at', now()) || comment.changes);
create function pg_temp.on_bob(item jsonb) returns jsonb language sql
return on_bob.item || jsonb_build_object('created_at', now(), 'profile', jsonb_build_object(
  'id', social_tests.id('bob')));

select social_tests.act_as_service();
select is(pg_temp.post('{}'), '(1,0)', 'what keeps the rules is taken in');
select is(pg_temp.post('{"created_at": "2999-01-01"}'), 'import_invalid', 'nothing is of the future');
select is(pg_temp.post('{"created_at": "1970-01-01"}'), 'import_invalid', 'or of before the time');
select is(pg_temp.post('{"created_at": "today is nice"}'), 'import_invalid', 'or of no time');
select is(pg_temp.post('{"visibility": "everybody"}'), 'import_invalid', 'choices are ours');
select is(pg_temp.post('{"visibility": null}'), 'import_invalid', 'and must be made');
select is(
  pg_temp.post(jsonb_build_object('caption', repeat('x', 2201))), 'caption_too_long', 'texts fit');
select is(pg_temp.post('{"caption": "\u0007"}'), 'text_invalid', 'and are texts');
select is(pg_temp.post('{"caption": " "}'), 'post_empty', 'a post has something');
select is(
  pg_temp.post(jsonb_build_object('media', social_tests.media(social_tests.upload('bob')))),
  'media_not_found', 'media are the person''s own');
select is(pg_temp.post('{"pinned_at": "2020-01-02"}'), '(1,0)', 'a pin is kept');
select is(pg_temp.post('{"pinned_at": "2020-01-02"}'), '(1,0)', 'a second one is not');
select is(
  pg_temp.post('{"caption": "hidden", "hidden_at": "2020-01-02"}'), '(1,0)', 'what staff hid');
select is(pg_temp.comment('of bob', '{}'), 'comments_closed', 'a closed gate is closed');
select is(pg_temp.comment('of blocker', '{}'), 'post_not_found', 'what is hidden is not there');
select is(
  pg_temp.comment('own', '{"created_at": "2020-01-01"}'), 'import_invalid',
  'nobody answers before the post');
select is(pg_temp.take('likes', jsonb_build_object('kind', 'post', 'created_at', now(),
  'id', social_tests.post_id('of paul'))), 'post_not_found', 'nobody likes what they cannot see');
select is(
  pg_temp.take('follows', pg_temp.on_bob('{"direction": "follower"}')), 'import_invalid',
  'nobody is made to follow');
select is(
  pg_temp.take('follows', jsonb_build_object('direction', 'following', 'created_at', now(),
    'accepted_at', now(), 'profile', jsonb_build_object('id', social_tests.id('paul')))),
  '(1,0)', 'a private account is asked');
select is(pg_temp.take('blocks', pg_temp.on_bob('{"kind": "friend"}')), 'import_invalid', 'or else');
select throws_ok(
  format('select social.import_items(%L, ''staff'', ''[]'')', social_tests.id('alice')), 'PT422',
  'import_invalid', 'there is no other document');
select is(
  (social.import_items(social_tests.id('alice'), 'likes', (
    select jsonb_agg('{}'::jsonb) from generate_series(1, 100)))).imported_count, 0,
  'a chunk has a hundred items');
select throws_ok(
  format($$select social.import_items(%L, 'likes', (
    select jsonb_agg('{}'::jsonb) from generate_series(1, 101)))$$, social_tests.id('alice')),
  'PT422', 'import_invalid', 'and no more');
select social_tests.act_as_operator();
select is(
  (select state from social.follows where followee_id = social_tests.id('paul')), 'pending',
  'and has not answered, whatever the zip says');
select is(
  (select audience from social.posts where caption = 'hidden'), 'only_me', 'stays hidden');
select is(
  (select count(*) from social.posts where pinned_at is not null), 1::bigint,
  'no more is pinned than may be');

select * from finish();
rollback;
