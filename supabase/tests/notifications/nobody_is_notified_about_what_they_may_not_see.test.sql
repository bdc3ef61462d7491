begin;
select plan(10);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'foe']) as name;
select social_tests.person('locked', true);
select social_tests.follow('carol', 'locked'), social_tests.follow('bob', 'locked');
select social_tests.post('locked', 'secret');
select social_tests.post('alice', 'sunrise');
select social_tests.block('alice', 'foe');
create function pg_temp.written() returns bigint language sql security definer
return (select count(*) from social_private.notifications);

select social_tests.act_as('locked');
select social.create_post('only for followers: @alice and @bob');
select social.create_post('only for me: @bob', null, 'only_me');
select is(social_tests.inbox('bob'), array['post_mention locked'],
  'a post notifies only those of the mentioned people who may see the post');
select is(pg_temp.written(), 1::bigint,
  'the database stores no notification of a post that the mentioned person may not see');
select social_tests.act_as('bob');
select social.add_comment(social_tests.post_id('secret'), 'look, @alice and @carol');
select is(social_tests.inbox('carol'), array['comment_mention bob'],
  'a comment notifies the mentioned people who may see the post');
select is(pg_temp.written(), 3::bigint,
  'a comment does not notify the mentioned people who may not see the post');
select social_tests.act_as('bob');
select social.add_comment(social_tests.post_id('sunrise'), 'hello @foe');
select is(pg_temp.written(), 4::bigint,
  'a comment does not notify a mentioned person whom the author of the post blocks');

-- carol loses sight of the post, and then bob replies to her comment and likes it.
select social_tests.act_as('carol');
select social.add_comment(social_tests.post_id('secret'), 'mine');
select set_config('my.mine', social_tests.comment_id('mine')::text, true);
select social_tests.act_as('locked');
select social.remove_follower(social_tests.id('carol'));
select set_config('my.written', pg_temp.written()::text, true);
select social_tests.act_as('bob');
select social.like_comment(current_setting('my.mine')::uuid);
select is(pg_temp.written()::text, current_setting('my.written'),
  'a like does not notify the author of a comment who may not see the post any more');
select social.add_comment(
  social_tests.post_id('secret'), 'where are you?', current_setting('my.mine')::uuid);
select is(social_tests.inbox('locked'), array['comment bob,carol'],
  'a reply notifies the author of the post');
select is(pg_temp.written()::text, (current_setting('my.written')::integer + 1)::text,
  'a reply does not notify the author of a comment who may not see the post any more');

select social_tests.act_as_operator();
select social_tests.follow('carol', 'locked'), social_tests.follow('alice', 'locked');
select is(
  social_tests.inbox('carol'), array['comment_mention bob'],
  'a person who may see the post again gets only what was written before and after');
select social_tests.act_as('locked');
select social.update_post(id, visibility => 'followers')
from social.profile_posts(social_tests.id('locked')) where caption like 'only for me%';
select is(social_tests.inbox('bob'), array['post_mention locked'],
  'a post that more people may see later does not notify the mentioned people');

select * from finish();
rollback;
