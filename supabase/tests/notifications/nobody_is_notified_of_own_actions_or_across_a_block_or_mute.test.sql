begin;
select plan(17);
update social_private.config set allow_text_posts = true;
create function pg_temp.written() returns bigint language sql security definer
return (
  select count(*)
  from social_private.notifications join social_private.notification_groups on id = group_id
  where generation > 0
);
select social_tests.person(name)
from unnest(array['alice', 'bob', 'foe', 'enemy', 'loud', 'short']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'mine');
select social_tests.post('bob', 'harbour');
select social_tests.act_as('alice');
select social.mute_profile(social_tests.id('loud'));
select social.mute_profile(social_tests.id('short'), now() + interval '1 hour');
select social_tests.block('alice', 'foe'), social_tests.block('enemy', 'alice');

-- Makes a person do everything that could notify alice.
create function pg_temp.act(name text) returns text language plpgsql as $$
begin
  perform social_tests.act_as(act.name);
  perform social_tests.outcome(statement)
  from unnest(array[
    'select social.like_post(social_tests.post_id(''sunrise''))',
    'select social.like_comment(social_tests.comment_id(''mine''))',
    'select social.add_comment(social_tests.post_id(''sunrise''), ''one'')',
    'select social.add_comment(
      social_tests.post_id(''sunrise''), ''two'', social_tests.comment_id(''mine''))',
    'select social.add_comment(social_tests.post_id(''harbour''), ''three @alice'')',
    'select social.create_post(''dear @alice'')',
    'select social.follow_profile(social_tests.id(''alice''))'
  ]) as statement;
  return act.name;
end;
$$;

select pg_temp.act('alice');
select is(social_tests.inbox('alice'), array[]::text[], 'nobody is notified of own actions');
select is(social_tests.inbox('bob'), array['comment alice'],
  'the own comment still notifies the author of the post');
select is(pg_temp.written(), 1::bigint, 'the database stores no notification of own actions');
select pg_temp.act('foe');
select is(pg_temp.written(), 2::bigint,
  'the database stores no notification of a person whom the recipient blocks');
select pg_temp.act('enemy');
select is(pg_temp.written(), 3::bigint,
  'the database stores no notification of a person who blocks the recipient');
select pg_temp.act('loud');
select is(pg_temp.written(), 4::bigint,
  'the database stores only silent notifications of a person whom the recipient mutes');
select pg_temp.act('short');
select is(pg_temp.written(), 5::bigint,
  'the database stores only silent notifications of a person who is muted for some time');
select is(social_tests.inbox('alice'), array[]::text[],
  'alice sees nothing of the people whom she blocks or mutes, or who block her');
select is(social_tests.badge('alice'), 0, 'the badge of alice counts none of these people');

select social.unblock_profile(social_tests.id('foe')), social.unmute_profile(social_tests.id('loud'));
select social_tests.act_as('enemy');
select social.unblock_profile(social_tests.id('alice'));
select is(social_tests.inbox('alice'), array[]::text[],
  'what happened during a mute or a block does not appear later');
select social_tests.let_pass('2 hours');
select is(social_tests.inbox('alice'), array[]::text[],
  'what happened during a mute does not appear when the mute has expired');

select pg_temp.act('bob');
select is(
  (select array_agg(item order by item) from unnest(social_tests.inbox('alice')) as item),
  array[
    'comment bob', 'comment_like bob', 'comment_mention bob', 'follow bob', 'post_like bob',
    'post_mention bob', 'reply bob'],
  'without a block or a mute, each of these actions notifies');
select social.mute_profile(social_tests.id('bob'));
select is(social_tests.inbox('alice'), array[]::text[],
  'a mute hides all earlier notifications of the person at once');
select social.unmute_profile(social_tests.id('bob'));
select is(cardinality(social_tests.inbox('alice')), 7,
  'the earlier notifications return after the mute');
select social.mute_profile(social_tests.id('bob'), now() + interval '1 hour');
select is(social_tests.badge('alice'), 0, 'the badge does not count the muted person');
select social_tests.let_pass('2 hours');
select is(cardinality(social_tests.inbox('alice')), 7,
  'the earlier notifications return when the mute has expired');
select social_tests.block('bob', 'alice');
select is(social_tests.inbox('alice'), array[]::text[],
  'a block by the other person hides all earlier notifications at once');

select * from finish();
rollback;
