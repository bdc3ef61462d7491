begin;
select plan(1);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dave']) as name;
select social_tests.post('alice', 'sunrise');
select set_config('my.post', social_tests.post_id('sunrise')::text, true);
select social_tests.act_as('bob');
select set_config('my.comment', (
  select id::text from social.add_comment(current_setting('my.post')::uuid, 'above')), true);
select social_tests.act_as('carol');
select set_config('my.reply', (
  select id::text from social.add_comment(
    current_setting('my.post')::uuid, 'below', current_setting('my.comment')::uuid)), true);
select social_tests.act_as_operator();
-- The comment has a reply, so its row stays as a tombstone without an author.
delete from auth.users where id = social_tests.id('bob');
select social_tests.act_as('carol');
select id from social.update_comment(current_setting('my.reply')::uuid, 'below, @dave');

select social_tests.act_as('dave');
select is(
  (select array_agg(kind) from social.notifications()), array['comment_mention'],
  'a person whom an edit of a reply mentions is notified, even if the comment above has no author');

select * from finish();
rollback;
