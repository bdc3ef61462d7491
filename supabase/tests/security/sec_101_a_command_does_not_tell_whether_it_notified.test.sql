begin;
select plan(10);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.person('locked', true);
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'mine');
select social_tests.post('carol', 'harbour');
create function pg_temp.written() returns bigint language sql security definer
return (select count(*) from social_private.notifications);

-- Does everything that could notify alice, as bob, and returns all answers without ids and times.
-- Undoes it all.
create function pg_temp.answers() returns text language plpgsql as $$
declare
  answers text := '';
  answer text;
  call text;
begin
  perform social_tests.act_as('bob');
  begin
    foreach call in array array[
      'like_post(social_tests.post_id(''sunrise''))',
      'like_post(social_tests.post_id(''sunrise''))',
      'like_comment(social_tests.comment_id(''mine''))',
      'add_comment(social_tests.post_id(''sunrise''), ''hello @alice'')',
      'add_comment(social_tests.post_id(''sunrise''), ''hi'', social_tests.comment_id(''mine''))',
      'add_comment(social_tests.post_id(''harbour''), ''see @alice'')',
      'update_comment(social_tests.comment_id(''hi''), ''hi @alice'')',
      'create_post(''dear @alice'')', 'follow_profile(social_tests.id(''alice''))',
      'follow_profile(social_tests.id(''locked''))',
      'report_profile(social_tests.id(''alice''), ''spam'')',
      'profile(social_tests.id(''alice''))', 'post(social_tests.post_id(''sunrise''))',
      'post_comments(social_tests.post_id(''sunrise''))',
      'post_likers(social_tests.post_id(''sunrise''))', 'limits()', 'notifications()',
      'unseen_count()', 'bells()'
    ] loop
      execute format('select string_agg(r::text, '';'') from social.%s as r', call) into answer;
      answers := concat_ws(e'\n', answers, answer);
    end loop;
    raise exception using errcode = 'UNDO1';
  exception when sqlstate 'UNDO1' then
    null;
  end;
  perform social_tests.act_as_operator();
  return regexp_replace(regexp_replace(answers,
    '[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}', 'id', 'g'),
    '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+\d\d', 'time', 'g');
end;
$$;
create temp table before as select pg_temp.answers() as answers;

create function pg_temp.as_alice(call text) returns void language plpgsql as $$
begin
  perform social_tests.act_as('alice');
  execute 'select social.' || call;
  perform social_tests.act_as_operator();
end;
$$;
select cmp_ok((select length(answers) from before), '>', 900, 'SEC-101 the commands answer');
select pg_temp.as_alice('mute_profile(social_tests.id(''bob''))');
select is(pg_temp.answers(), (select answers from before),
  'SEC-101 nobody can tell from any answer that they are muted');
select pg_temp.as_alice('unmute_profile(social_tests.id(''bob''))');
select pg_temp.as_alice('mute_post_notifications(social_tests.post_id(''sunrise''))');
select is(pg_temp.answers(), (select answers from before),
  'SEC-101 nobody can tell from any answer that the author muted the post');
select pg_temp.as_alice('unmute_post_notifications(social_tests.post_id(''sunrise''))');
select pg_temp.as_alice(format('set_notification_preference(%L, ''nobody'')', kind))
from unnest(array['post_like', 'comment_like', 'comment', 'reply', 'post_mention',
  'comment_mention', 'follow']) as kind;
select is(pg_temp.answers(), (select answers from before),
  'SEC-101 nobody can tell from any answer that the recipient turned the kind off');
select pg_temp.as_alice(format('set_notification_preference(%L, ''everybody'')', kind))
from unnest(array['post_like', 'comment_like', 'comment', 'reply', 'post_mention',
  'comment_mention', 'follow']) as kind;
select pg_temp.as_alice('watch_notifications()');
select pg_temp.as_alice('watch_post(social_tests.post_id(''sunrise''))');
select is(pg_temp.answers(), (select answers from before),
  'SEC-101 nobody can tell from any answer that the recipient is connected');
select pg_temp.as_alice('ring_bell(social_tests.id(''bob''))');
select is(pg_temp.answers(), (select answers from before),
  'SEC-101 nobody can tell from any answer that somebody rang the bell');
update social_private.config set notifications = false;
select is(pg_temp.answers(), (select answers from before),
  'SEC-101 the answers are the same while notifications are off');
update social_private.config set notifications = true;

-- A block shows in the usual way only: what the other person has is not found.
select social_tests.act_as('carol');
select social.ring_bell(social_tests.id('alice'));
select set_config('my.error', social_tests.outcome(format(
  'select social.ring_bell(%L)', gen_random_uuid())), true);
select pg_temp.as_alice('block_profile(social_tests.id(''carol''))');
select social_tests.act_as('carol');
select is(
  social_tests.outcome('select social.ring_bell(social_tests.id(''alice''))'),
  current_setting('my.error'), 'SEC-101 ring_bell answers a block as an unknown id');
select is(
  social_tests.outcome('select social.mute_post_notifications(social_tests.post_id(''sunrise''))'),
  social_tests.outcome(format('select social.mute_post_notifications(%L)', gen_random_uuid())),
  'SEC-101 mute_post_notifications answers a block as an unknown id');
select is(
  social_tests.outcome('select social.watch_post(social_tests.post_id(''sunrise''))'),
  social_tests.outcome(format('select social.watch_post(%L)', gen_random_uuid())),
  'SEC-101 watch_post answers a block as an unknown id');

select * from finish();
rollback;
