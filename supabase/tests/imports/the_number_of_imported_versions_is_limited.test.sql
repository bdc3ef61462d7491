begin;
select plan(5);
select social_tests.person('alice');
select social_tests.post('alice', 'sunrise', at => now() - interval '1 day');
update social_private.config set
  allow_text_posts = true, versions_kept = 2, media_per_post = 2;

create function pg_temp.import(kind text, field text, item jsonb default '{}')
  returns text language sql
return (
  select (imported_count, problems)::text
  from social.import_items(social_tests.id('alice'), import.kind, jsonb_build_array(
    jsonb_build_object('id', gen_random_uuid(), field, 'Now', 'created_at', now(),
    'versions', (
      select jsonb_agg(jsonb_build_object(
        field, 'version ' || n, 'alt_texts', '["a", "b", "c"]'::jsonb, 'replaced_at', now())
        order by n)
      from generate_series(1, 3) as n)) || import.item)));

select social_tests.act_as_service();
select is(
  pg_temp.import('posts', 'caption', '{
    "visibility": "public", "is_sensitive": false, "comment_policy": "everyone"}'),
  '(1,[])', 'a post with three versions is imported');
select is(
  pg_temp.import('comments', 'body', jsonb_build_object(
    'post_id', social_tests.post_id('sunrise'))),
  '(1,[])', 'a comment with three versions is imported');
select social_tests.act_as_operator();
select set_eq(
  'select caption from social.post_edits', array['version 2', 'version 3'],
  'an import keeps the latest two versions of a post when versions_kept is 2');
select set_eq(
  'select body from social.comment_edits', array['version 2', 'version 3'],
  'an import keeps the latest two versions of a comment when versions_kept is 2');
select set_eq(
  'select alt_texts from social.post_edits', $$values (array['a', 'b'])$$,
  'an imported version keeps at most as many alternative texts as a post may have media');

select * from finish();
rollback;
