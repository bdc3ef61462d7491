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

create function pg_temp.import(kind text, item jsonb) returns text language sql
return (
  select coalesce(problems #>> '{0,code}', (imported_count, existing_count)::text)
  from social.import_items(social_tests.id('alice'), import.kind, jsonb_build_array(import.item)));
create function pg_temp.post(changes jsonb) returns text language sql
return pg_temp.import('posts', '{"caption": "Hello", "visibility": "public", "is_sensitive": false,
  "comment_policy": "everyone", "media": [], "created_at": "2020-01-01T00:00:00Z"}'
  || jsonb_build_object('id', gen_random_uuid()) || post.changes);
create function pg_temp.comment(on_post text, changes jsonb) returns text language sql
return pg_temp.import('comments', jsonb_build_object('id', gen_random_uuid(), 'body', 'Hello',
  'post_id', social_tests.post_id(comment.on_post), 'created_at', now()) || comment.changes);
create function pg_temp.on_bob(item jsonb) returns jsonb language sql
return on_bob.item || jsonb_build_object('created_at', now(), 'profile', jsonb_build_object(
  'id', social_tests.id('bob')));

select social_tests.act_as_service();
select is(pg_temp.post('{}'), '(1,0)', 'a valid post is imported');
select is(pg_temp.post('{"created_at": "2999-01-01"}'), 'import_invalid',
  'importing a post with a date in the future is refused');
select is(pg_temp.post('{"created_at": "1970-01-01"}'), 'import_invalid',
  'importing a post with a date before 2000 is refused');
select is(pg_temp.post('{"created_at": "today is nice"}'), 'import_invalid',
  'importing a post with an invalid date is refused');
select is(pg_temp.post('{"visibility": "everybody"}'), 'import_invalid',
  'importing a post with an unknown visibility is refused');
select is(pg_temp.post('{"visibility": null}'), 'import_invalid',
  'importing a post without a visibility is refused');
select is(
  pg_temp.post(jsonb_build_object('caption', repeat('x', 2201))), 'caption_too_long',
  'importing a post whose caption is too long is refused');
select is(pg_temp.post('{"caption": "\u0007"}'), 'text_invalid',
  'importing a caption with control characters is refused');
select is(pg_temp.post('{"caption": " "}'), 'post_empty', 'importing an empty post is refused');
select is(
  pg_temp.post(jsonb_build_object('media', social_tests.media(social_tests.upload('bob')))),
  'media_not_found', 'importing a post with the upload of another person is refused');
select is(pg_temp.post('{"pinned_at": "2020-01-02"}'), '(1,0)',
  'a pinned post is imported as pinned when fewer posts than the maximum are pinned');
select is(pg_temp.post('{"pinned_at": "2020-01-02"}'), '(1,0)',
  'a pinned post is imported as unpinned when the maximum number of posts is already pinned');
select is(
  pg_temp.post('{"caption": "hidden", "hidden_at": "2020-01-02"}'), '(1,0)',
  'a post hidden by staff is imported');
select is(pg_temp.comment('of bob', '{}'), 'comments_closed',
  'importing a comment is refused if the comment policy of the post forbids that comment');
select is(pg_temp.comment('of blocker', '{}'), 'post_not_found',
  'importing a comment on an invisible post is refused');
select is(
  pg_temp.comment('own', '{"created_at": "2020-01-01"}'), 'import_invalid',
  'importing a comment that is older than its post is refused');
select is(pg_temp.import('likes', jsonb_build_object('kind', 'post', 'created_at', now(),
  'id', social_tests.post_id('of paul'))), 'post_not_found',
  'importing a like of an invisible post is refused');
select is(
  pg_temp.import('follows', pg_temp.on_bob('{"direction": "follower"}')), 'import_invalid',
  'importing a follow by another person is refused');
select is(
  pg_temp.import('follows', jsonb_build_object('direction', 'following', 'created_at', now(),
    'accepted_at', now(), 'profile', jsonb_build_object('id', social_tests.id('paul')))),
  '(1,0)', 'importing a follow of a private account succeeds');
select is(pg_temp.import('blocks', pg_temp.on_bob('{"kind": "friend"}')), 'import_invalid',
  'importing a block of an unknown kind is refused');
select throws_ok(
  format('select social.import_items(%L, ''staff'', ''[]'')', social_tests.id('alice')), 'PT422',
  'import_invalid', 'import_items refuses an unknown kind of items');
select is(
  (social.import_items(social_tests.id('alice'), 'likes', (
    select jsonb_agg('{}'::jsonb) from generate_series(1, 100)))).imported_count, 0,
  'import_items accepts a hundred items in one call');
select throws_ok(
  format($$select social.import_items(%L, 'likes', (
    select jsonb_agg('{}'::jsonb) from generate_series(1, 101)))$$, social_tests.id('alice')),
  'PT422', 'import_invalid', 'import_items refuses more than a hundred items in one call');
select social_tests.act_as_operator();
select is(
  (select state from social.follows where followee_id = social_tests.id('paul')), 'pending',
  'an imported follow of a private account becomes a pending request');
select is(
  (select audience from social.posts where caption = 'hidden'), 'only_me',
  'an imported post that staff had hidden is visible only to its author');
select is(
  (select count(*) from social.posts where pinned_at is not null), 1::bigint,
  'an import never pins more posts than the maximum');

select * from finish();
rollback;
