begin;
select plan(16);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dora']) as name;
select social_tests.post('bob', 'the ending');
select social_tests.comment('carol', 'the ending', 'root');
select social_tests.comment('bob', 'the ending', 'a spoiler', 'root');
select social_tests.comment('carol', 'the ending', 'below', 'a spoiler');
select social_tests.comment('carol', 'the ending', 'alone, spoiler', 'root');
select social_tests.comment('alice', 'the ending', 'own spoiler', 'root');
select social_tests.comment('bob', 'the ending', 'spoiler with reply');
select social_tests.comment('carol', 'the ending', 'another spoiler', 'spoiler with reply');
select social_tests.comment('carol', 'the ending', 'SPOILER!');
select social_tests.comment('alice', 'the ending', 'my spoiler');
select social_tests.comment('bob', 'the ending', 'pinned spoiler');
select social_tests.act_as('bob'), social.pin_comment(social_tests.comment_id('pinned spoiler'));
create function pg_temp.page() returns text[] language sql as $$
  select social_tests.walk(format(
    'select coalesce(body, deleted_by || '' deleted'') as item, cursor
      from social.post_comments(%L, %%L, 2)', social_tests.post_id('the ending')))
$$;
create function pg_temp.thread(root text) returns text[] language sql as $$
  select social_tests.walk(format(
    'select coalesce(body, deleted_by || '' deleted'') as item, cursor
      from social.comment_replies(%L, %%L, 2)', social_tests.comment_id(root)))
$$;

select social_tests.act_as('alice');
select set_config('my.page', pg_temp.page()::text, true);
select is(pg_temp.page(),
  array['pinned spoiler', 'my spoiler', 'SPOILER!', 'spoiler with reply', 'root'],
  'without muted words, the list has every comment');
select social.mute_word('spoiler');
select is(pg_temp.page(), array['my spoiler', 'root'],
  'the list leaves out comments of others with a muted word, pinned or not');
select is(pg_temp.thread('root'), array['author deleted', 'below', 'own spoiler'],
  'a tombstone takes the place of a reply with a muted word while there is a reply below it');
select is(pg_temp.thread('spoiler with reply'), array[]::text[],
  'the replies to a left out comment can be listed, without those that have a muted word');
select is(
  (select array[comment_count, like_count] from social.post(social_tests.post_id('the ending'))),
  array[10, 0], 'the number of comments stays the same');
select is(
  (select reply_count from social.post_comments(social_tests.post_id('the ending'))
    where body = 'root'), 4, 'the number of replies stays the same');
select social.add_comment(
  social_tests.post_id('the ending'), 'me too, spoiler', social_tests.comment_id('another spoiler'));
select is(pg_temp.page(), array['my spoiler', 'author deleted', 'root'],
  'a tombstone takes the place of a comment with a muted word while a reply below it is shown');
select is(pg_temp.thread('spoiler with reply'), array['author deleted', 'me too, spoiler'],
  'the own reply to a left out reply stays in the list');
select social_tests.act_as('dora');
select social.mute_word('root'), social.mute_word('me too');
select is(pg_temp.thread('spoiler with reply'), array['another spoiler'],
  'the muted words of others do not matter');
select is((pg_temp.page())[array_length(pg_temp.page(), 1)], 'author deleted',
  'the tombstone of a top-level comment takes the place of the comment');

select social_tests.act_as('alice');
select social.mute_word('ending');
select is((social.post(social_tests.post_id('the ending'))).caption, 'the ending',
  'a single post shows a caption with a muted word');
select is((select count(*) from social.profile_posts(social_tests.id('bob'))), 1::bigint,
  'a profile shows posts with a muted word');
select social.unmute_word('spoiler');
select is(pg_temp.page()::text, current_setting('my.page'),
  'the list has every comment again when the word is unmuted');
select social.mute_word('spoiler', now() + interval '1 hour');
select is(pg_temp.page(), array['my spoiler', 'author deleted', 'root'],
  'a mute with an end works before the end');
select social_tests.let_pass('2 hours');
select is(pg_temp.page()::text, current_setting('my.page'),
  'the list has every comment again when the mute has ended');
select social_tests.act_as_anon();
select is(pg_temp.page()::text, current_setting('my.page'),
  'without a login, the list has every comment');

select * from finish();
rollback;
