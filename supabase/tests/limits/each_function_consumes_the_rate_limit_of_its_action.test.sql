begin;
select plan(3);
select social_tests.person(name) from unnest(array['alice', 'mallory', 'mona']) as name;
select social_tests.staff('mona');
select social_tests.request('alice', 'mallory');
update social_private.config set
  allow_text_posts = true, client_address_header = 'x-address';
select social_tests.post(name, name || ' post') from unnest(array['alice', 'mallory']) as name;
select social_tests.post('alice', 'a #sea');
select social_tests.comment('mallory', 'alice post', 'mine');
select social_tests.comment('alice', 'mallory post', 'guest');
select social_tests.comment('mallory', 'alice post', 'rude');
-- Alice is the suggestion of mallory.
insert into social_private.popular_profiles (place, profile_id)
values (1, social_tests.id('alice'));
select social_tests.act_as('mona');
select social.moderate_comment(social_tests.comment_id('rude'), 'hide', 'Rude');
select social_tests.act_as('mallory');
select social.delete_comment(social_tests.comment_id('rude'));
select social_tests.act_as_operator();
insert into storage.objects (bucket_id, name)
values (
  'social-uploads', social_tests.id('mallory') || '/00000000-0000-4000-8000-000000000001.jpg');

-- In the calls, $p, $c and $f stand for a post, a comment and the profile of alice. $mp and $mc
-- stand for a post and a comment of mallory, who makes the calls. $ms stands for a sanction of
-- mallory, and $md for a comment that mallory has deleted. Callers without a login make the calls of
-- the actions with _by_ in their names.
create temp table calls as
select action, call as template, format('select social.' || replace(replace(replace(replace(replace(replace(
  replace(call, '$ms', quote_literal(social_tests.sanction_id('mallory'))),
  '$md', quote_literal(social_tests.comment_id('rude'))),
  '$mp', quote_literal(social_tests.post_id('mallory post'))),
  '$mc', quote_literal(social_tests.comment_id('mine'))),
  '$p', quote_literal(social_tests.post_id('alice post'))),
  '$c', quote_literal(social_tests.comment_id('guest'))),
  '$f', quote_literal(social_tests.id('alice')))) as call
from (values
  ('post', 'create_post(''hello'')'), ('comment', 'add_comment($p, ''hello'')'),
  ('like', 'like_post($p)'), ('like', 'save_post($p)'), ('like', 'like_comment($c)'),
  ('like', 'unlike_post($p)'), ('like', 'unsave_post($p)'), ('like', 'unlike_comment($c)'),
  ('follow', 'follow_profile($f)'), ('follow', 'unfollow_profile($f)'),
  ('follower', 'accept_follow($f)'), ('follower', 'reject_follow($f)'),
  ('follower', 'remove_follower($f)'), ('block', 'block_profile($f)'),
  ('block', 'unblock_profile($f)'), ('mute', 'mute_profile($f)'), ('mute', 'unmute_profile($f)'),
  ('close_friend', 'add_close_friend($f)'), ('close_friend', 'remove_close_friend($f)'),
  ('bell', 'ring_bell($f)'), ('bell', 'unring_bell($f)'),
  ('notification', 'mute_post_notifications($p)'),
  ('notification', 'unmute_post_notifications($p)'),
  ('notification', 'set_notification_preference(''follow'', ''nobody'')'),
  ('notification', 'mark_notifications_read(''{}'')'),
  ('notification', 'mark_notifications_seen((select cursor from social.notifications()))'),
  ('tune_feed', 'mute_word(''hello'')'), ('tune_feed', 'unmute_word(''hello'')'),
  ('watch', 'watch_notifications()'), ('watch', 'watch_post($p)'),
  ('edit', 'update_post($mp)'), ('edit', 'archive_post($mp)'),
  ('edit', 'unarchive_post($mp)'), ('edit', 'pin_post($mp)'), ('edit', 'unpin_post($mp)'),
  ('edit', 'update_comment($mc, ''hello'')'), ('edit', 'hide_comment($c)'),
  ('edit', 'unhide_comment($c)'), ('edit', 'pin_comment($c)'), ('edit', 'unpin_comment($c)'),
  ('edit', 'update_profile(bio => ''hello'')'), ('delete', 'delete_post($mp)'),
  ('delete', 'delete_comment($mc)'), ('delete', 'restore_comment($md)'),
  ('hashtag', 'follow_hashtag(''sea'')'), ('hashtag', 'unfollow_hashtag(''sea'')'),
  ('hashtag_search', 'hashtag_search(''sea'')'),
  ('report', 'report_post($p, ''spam'')'), ('report', 'report_comment($c, ''spam'')'),
  ('report', 'report_profile($f, ''spam'')'), ('appeal', 'appeal_sanction($ms, ''Please'')'),
  ('deactivate', 'deactivate_profile()'), ('account', 'reactivate_profile()'),
  ('account', 'delete_profile()'), ('account', 'restore_profile()'),
  ('export', 'request_export()'), ('username', 'change_username(''somebody'')'),
  ('username', 'create_profile(''mallory'')'), ('check_username', 'check_username(''somebody'')'),
  ('check_username', 'check_sign_up(''new@example.com'', ''somebody'')'),
  ('post_search', 'post_search(''alice'')'), ('profile_search', 'profile_search(''alice'')'),
  ('search_by_anybody', 'post_search(''alice'')'),
  ('search_by_address', 'profile_search(''alice'')'),
  ('upload', 'begin_ingest(''00000000-0000-4000-8000-000000000001'')'),
  ('tune_feed', 'dismiss_suggestion($f)'), ('tune_feed', 'undismiss_suggestion($f)'),
  ('suggested_profiles', 'suggested_profiles()'),
  ('tune_feed', 'set_feed_weights(liked => 1)'), ('tune_feed', 'show_less($p, ''author'')'),
  ('tune_feed', 'show_more($p)'),
  ('check_by_anybody', 'check_username(''somebody'')'),
  ('check_by_address', 'check_sign_up(''new@example.com'', ''somebody'')')
) as given (action, call);
create function pg_temp.outcome(call text, action text, is_shut boolean)
  returns text
  language plpgsql
as $$
declare
  result text;
begin
  update social_private.rate_limits set minutely = null, daily = null,
    hourly = case when (rate_limits.action = outcome.action) = is_shut then 0 end;
  begin
    perform set_config('request.headers', '{"x-address": ""}', true);
    if outcome.action like '%_by_%' then
      perform social_tests.act_as_anon();
      if outcome.action like '%_by_address' then
        perform set_config('request.headers', '{"x-address": "192.0.2.1"}', true);
      end if;
    else
      perform social_tests.act_as('mallory');
    end if;
    result := split_part(social_tests.outcome(outcome.call), ' Too ', 1);
    raise exception sqlstate 'UNDO0';
  exception when sqlstate 'UNDO0' then
    perform social_tests.act_as_operator();
  end;
  return result;
end;
$$;

select is(
  (select count(distinct action) from calls), (select count(*) from social_private.rate_limits),
  'the calls in this test cover every action that has a rate limit');
select is_empty(
  $$select template from calls where pg_temp.outcome(call, action, true) <> 'PT429 rate_limited'$$,
  'a command is refused when the limit of its action is 0');
select is_empty(
  $$select template, pg_temp.outcome(call, action, false) from calls
    where pg_temp.outcome(call, action, false) <> '1 rows'$$,
  'a command succeeds when the limits of all other actions are 0');

select * from finish();
rollback;
