begin;
select plan(13);
select social_tests.person(name) from unnest(array['alice', 'fan']) as name;
update social_private.config set allow_text_posts = true;
select social_tests.post('alice', 'new');
select social_tests.follow('fan', 'alice', now() - interval '1 day');
select social_tests.act_as('fan');
select count(*) from social.home_feed();
select social_tests.act_as_operator();
-- A cached feed looks only for posts that are newer than settled_at. Imported posts are older.
update social_private.feed_caches set settled_at = now();

create function pg_temp.posts(variadic captions text[]) returns jsonb language sql
return (
  select jsonb_agg(jsonb_build_object(
    'id', md5(caption)::uuid, 'caption', caption, 'visibility', 'public', 'is_sensitive', false,
    'comment_policy', 'mutuals', 'media', '[]'::jsonb,
    'created_at', '2020-01-01T00:00:00Z'::timestamptz + place * interval '1 day',
    'edited_at', '2020-02-01T00:00:00Z', 'archived_at', null, 'pinned_at', null,
    'versions', jsonb_build_array(jsonb_build_object(
      'caption', 'was ' || caption, 'alt_texts', '[]'::jsonb, 'replaced_at', '2020-02-01T00:00:00Z'))
    ) order by random())
  from unnest(captions) with ordinality as given (caption, place)
);
create function pg_temp.import(items jsonb) returns text language sql
return (
  select (imported_count, existing_count, problems)::text
  from social.import_items(social_tests.id('alice'), 'posts', import.items));

select social_tests.act_as_service();
select is(pg_temp.import(pg_temp.posts('one #sun', 'two', 'three')), '(3,0,[])',
  'an import inserts all posts');
select is(
  pg_temp.import(pg_temp.posts('one #sun', 'two', 'three')), '(0,3,[])',
  'a repeated import counts all posts as existing');
select is(
  social.imported_ids(social_tests.id('alice'), jsonb_build_array(md5('two')::uuid, md5('four')::uuid)),
  array[md5('two')::uuid], 'imported_ids returns those of the given ids that already exist');

select social_tests.act_as_anon();
select is(
  (select array_agg(caption) from social.profile_posts(social_tests.id('alice'))),
  array['new', 'three', 'two', 'one #sun'], 'imported posts are listed by their original dates');
select is(
  (select created_at from social.profile_posts(social_tests.id('alice')) where caption = 'two'),
  '2020-01-03T00:00:00Z'::timestamptz, 'imported posts keep their original dates');
select is(
  (select (comment_policy, edited_at at time zone 'utc')::text
    from social.profile_posts(social_tests.id('alice')) where caption = 'two'),
  '(mutuals,"2020-02-01 00:00:00")',
  'imported posts keep their comment policy and the time of their last edit');
select social_tests.act_as_operator();
select is(
  (select array_agg(social_private.uuid_v7(created_at)::text < id::text
      or left(social_private.uuid_v7(created_at)::text, 18) = left(id::text, 18))
    from social.posts where caption <> 'new'),
  array[true, true, true], 'the id of an imported post contains its original date');
select is(
  (select array_agg(caption order by caption) from social.post_edits),
  array['was one #sun', 'was three', 'was two'],
  'the earlier versions of imported posts are imported');
select is(
  (select hashtag from social.post_hashtags), 'sun',
  'the hashtags in the captions of imported posts are stored');
select is(
  (select caption from social_private.latest_posts join social.posts on posts.id = post_id), 'new',
  'imported older posts do not replace the latest post of the author');
select is_empty('select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');
select social_tests.act_as('fan');
select is(
  (select array_agg(caption) from social.home_feed()), array['new', 'three', 'two', 'one #sun'],
  'a home feed cached before the import contains the imported posts');
select social_tests.act_as_operator();
select is((social.profile(social_tests.id('alice'))).post_count, 4,
  'post_count includes imported posts');

select * from finish();
rollback;
