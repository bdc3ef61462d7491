begin;
select plan(9);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.act_as('alice');
select set_config('my.post', (select id::text from social.create_post(
  'version 0', social_tests.media(social_tests.upload('alice')))), true);

select is_empty(
  format('select * from social.post_history(%L)', current_setting('my.post')),
  'a new post has no earlier versions');
select id from social.update_post(
  current_setting('my.post')::uuid, 'version 1', (
    select jsonb_build_array(jsonb_build_object('id', id, 'alt_text', 'a hill'))
    from social.post_media));
select is(
  (select (caption, alt_texts, replaced_at)::text
    from social.post_history(current_setting('my.post')::uuid)),
  format('("version 0",{NULL},"%s")', now()),
  'an edit stores the earlier caption and alternative texts, and the time of the edit');
select id from social.update_post(current_setting('my.post')::uuid, visibility => 'followers');
select is(
  (select count(*) from social.post_edits), 1::bigint,
  'changing the visibility stores no earlier version');
select is(
  (social.update_post(current_setting('my.post')::uuid, 'version 2')).edited_at, now(),
  'an edit sets edited_at to the time of the edit');

select id from social.post(current_setting('my.post')::uuid),
  lateral (select social.update_post(current_setting('my.post')::uuid, 'version ' || n)
    from generate_series(3, 12) as n) as edits;
select is(
  (select array_agg(caption) from social.post_history(current_setting('my.post')::uuid)),
  array['version 11', 'version 10', 'version 9', 'version 8', 'version 7', 'version 6',
    'version 5', 'version 4', 'version 3', 'version 2'],
  'after twelve edits, post_history lists the last ten earlier versions, latest first');

select social_tests.act_as('bob');
select throws_ok(
  format('select social.post_history(%L)', current_setting('my.post')), 'PT404',
  'post_not_found', 'a person who may not see a post cannot read its earlier versions');
select social_tests.act_as_operator();
update social_private.config set versions_kept = 0;
select social_tests.act_as('alice');
select is(
  (social.update_post(current_setting('my.post')::uuid, 'version 13')).caption, 'version 13',
  'with versions_kept = 0, a post can be edited');
select is_empty('select * from social.post_edits',
  'with versions_kept = 0, an edit deletes the stored versions');
select is(
  (social.post(current_setting('my.post')::uuid)).edited_at, now(),
  'with versions_kept = 0, an edit still sets edited_at');

select * from finish();
rollback;
