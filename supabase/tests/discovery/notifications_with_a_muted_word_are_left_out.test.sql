begin;
select plan(15);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dora']) as name;
select social_tests.post('alice', 'my spoiler');
select social_tests.post('dora', 'elsewhere');
select social_tests.comment('alice', 'my spoiler', 'own spoiler');
create function pg_temp.say(name text, caption text, body text, parent text default null)
  returns void language sql as $$
  select social_tests.act_as(name);
  select social.add_comment(
    social_tests.post_id(caption), body,
    (select id from social.comments where comments.body = parent));
$$;
create function pg_temp.list() returns text[] language plpgsql as $$
declare
  items text[] := social_tests.inbox('alice');
begin
  if social.unseen_count() <> cardinality(items) or items <> social_tests.walk(
    'select concat_ws('' '', kind, nullif(array_to_string(array(
      select username from unnest(actors)), '',''), '''')) as item, cursor
      from social.notifications(%L, 1)')
  then
    raise 'the badge shows % of %', social.unseen_count(), items;
  end if;
  return items;
end;
$$;
select pg_temp.say('bob', 'my spoiler', 'no news');
select pg_temp.say('carol', 'my spoiler', 'a spoiler');
select pg_temp.say('carol', 'my spoiler', 'reply with spoiler', 'own spoiler');
select pg_temp.say('carol', 'elsewhere', 'spoiler @alice');
select social_tests.act_as('carol'), social.like_post(social_tests.post_id('my spoiler')),
  social.like_comment(social_tests.comment_id('own spoiler'));
select set_config('my.post', (social.create_post('spoiler for @alice')).id::text, true);
select social_tests.act_as('alice'), social.ring_bell(social_tests.id('bob'));
select social_tests.act_as('bob'), social.create_post('bob has a spoiler');
select social_tests.work();

select is(pg_temp.list(), array[
    'new_post bob', 'post_mention carol', 'comment_like carol', 'post_like carol',
    'comment_mention carol', 'reply carol', 'comment carol,bob'],
  'without muted words, the list has every notification');
select social.mute_word('spoiler');
select is(pg_temp.list(), array['comment_like carol', 'post_like carol', 'comment bob'],
  'the list leaves out comments, replies, mentions and new posts of others with a muted word');
select is((select body from social.notifications() where kind = 'comment'), 'no news',
  'the text of a group is that of its newest comment without a muted word');
select social.mute_word('news');
select is(pg_temp.list(), array['comment_like carol', 'post_like carol'],
  'a group without a visible notification is left out');
select social.unmute_word('news');
select pg_temp.say('dora', 'my spoiler', 'more spoilers'), pg_temp.say('bob', 'my spoiler', 'nice');
select is(pg_temp.list(), array['comment bob,dora', 'comment_like carol', 'post_like carol'],
  'a later comment without the word appears');
select social_tests.see_all('alice');
select pg_temp.say('carol', 'my spoiler', 'one more spoiler');
select is(social_tests.badge('alice'), 0, 'a later comment with the word does not count');
select is(social_tests.inbox('alice'),
  array['comment bob,dora', 'comment_like carol', 'post_like carol'],
  'a later comment with the word does not move its group');
select social.update_comment(social_tests.comment_id('one more spoiler'), 'edited')
from social_tests.act_as('carol');
select is(social_tests.badge('alice'), 1, 'an edit that removes the word shows the notification');
select social.update_comment(social_tests.comment_id('edited'), 'SPOILER')
from social_tests.act_as('carol');
select is(social_tests.badge('alice'), 0, 'an edit that adds the word hides the notification');
select social.unmute_word('spoiler');
select is(social_tests.badge('alice'), 1, 'the notification counts again after the word is unmuted');
select is(social_tests.inbox('alice'), array[
    'comment carol,bob,dora', 'new_post bob', 'post_mention carol', 'comment_like carol',
    'post_like carol', 'comment_mention carol', 'reply carol'],
  'every notification is back after the word is unmuted');

select social.mute_word('#spoiler');
select is(cardinality(social_tests.inbox('alice')), 7, 'a muted hashtag leaves the word alone');
select social.update_post(current_setting('my.post')::uuid, caption => '#Spoiler for @alice')
from social_tests.act_as('carol');
select is(cardinality(social_tests.inbox('alice')), 6, 'a muted hashtag hides posts with the hashtag');
select social.mute_word('spoiler', now() + interval '1 hour');
select social_tests.let_pass('2 hours');
select is(cardinality(social_tests.inbox('alice')), 6,
  'the notifications return when the mute has ended');

select social_tests.act_as_operator();
insert into social_private.notification_kinds (kind, object_kind, description)
values ('post_wave', 'post', 'Waved.'), ('comment_wave', 'comment', 'Waved.');
select social_private.notify(social_tests.id('alice'), 'post_wave', social_tests.id('bob'), id, id)
from social_tests.post_id('my spoiler') as id;
select social_private.notify(
  social_tests.id('alice'), 'comment_wave', social_tests.id('bob'), id, id)
from social_tests.comment_id('own spoiler') as id;
select social.mute_word('spoiler') from social_tests.act_as('alice');
select is(social_tests.inbox('alice'), array[
    'comment_wave bob', 'post_wave bob', 'comment bob,dora', 'comment_like carol',
    'post_like carol'],
  'a muted word in an own post or comment hides nothing');

select * from finish();
rollback;
