begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
create function pg_temp.items(list jsonb) returns text language sql return (
  select string_agg(concat_ws(
    ' ', item ->> 'username', item ->> 'hashtag', item ->> 'start', item ->> 'end'),
    ', ' order by place)
  from jsonb_array_elements(list) with ordinality as items (item, place)
);

select social_tests.post('alice', '🌊 @bob @Carol #Sea @BOB #sea');
select set_config(
  'my.post', social_tests.post_id('🌊 @bob @Carol #Sea @BOB #sea')::text, true);
select social_tests.comment(
  'alice', '🌊 @bob @Carol #Sea @BOB #sea', '🌊@bob, @carol, @Bob');
select social_tests.act_as('carol');
select is(
  pg_temp.items((social.post(current_setting('my.post')::uuid)).mentions),
  'bob 3 7, Carol 8 14, bob 20 24',
  'a post has an item for each mention, in order, with positions');
select is(
  pg_temp.items((social.post(current_setting('my.post')::uuid)).hashtags),
  'sea 15 19, sea 25 29', 'a post has an item for each hashtag, in order, with positions');
select is(
  (select pg_temp.items(mentions) from social.post_comments(current_setting('my.post')::uuid)),
  'bob 2 6, carol 8 14, bob 16 20',
  'a comment has an item for each mention, in order, with positions');
select social.block_profile(social_tests.id('bob')) is not null;
select is(
  pg_temp.items((social.post(current_setting('my.post')::uuid)).mentions), 'Carol 8 14',
  'a viewer sees no position of a person whom they block');
select social_tests.act_as_operator();
update social.posts set caption = '@Carol: #Sun, #sea' where caption like '🌊%';
select is(
  (select pg_temp.items(hashtags) from social.posts), 'sun 8 12, sea 14 18',
  'an edit of the caption replaces the hashtags');
select is(
  (select string_agg(concat_ws(' ', username, starts::text), ', ') from social.post_mentions),
  'Carol {0}', 'an edit of the caption replaces the positions of mentions');
update social.posts set deleted_at = now();
update social.posts set deleted_at = null, caption = caption;
select is(
  (select pg_temp.items(hashtags) from social.posts), 'sun 8 12, sea 14 18',
  'restoring a post keeps its hashtags');
update social.posts set caption = 'no tags';
select is((select hashtags from social.posts), '[]', 'an edit can remove all hashtags');
update social_private.config set hashtags_max = 1;
select is(
  social_tests.outcome($$update social.posts set caption = '#a #A #a'$$), '1 rows',
  'a repeated hashtag counts once towards the maximum');

select * from finish();
rollback;
