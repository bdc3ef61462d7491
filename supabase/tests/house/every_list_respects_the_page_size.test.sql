begin;
select plan(2);
-- Alice has two rows in every list.
select social_tests.person(name)
from unnest(array[
  'alice', 'fan1', 'fan2', 'asks1', 'asks2', 'foe1', 'foe2', 'loud1', 'loud2'
]) as name;
select social_tests.staff('alice', 'administrator'), social_tests.staff('fan1');
select social_tests.follow('alice', name), social_tests.follow(name, 'alice')
from unnest(array['fan1', 'fan2']) as name;
select social_tests.request(name, 'alice') from unnest(array['asks1', 'asks2']) as name;
select social_tests.post('alice', name) from unnest(array['post', 'other', 'old', 'older']) as name;
update social.posts set archived_at = now() where caption like 'old%';
select social_tests.post('fan1', caption) from unnest(array['his', 'hers']) as caption;
select social_tests.comment('fan1', 'post', body) from unnest(array['comment', 'again']) as body;
select social_tests.comment('fan2', 'post', body, 'comment')
from unnest(array['one', 'two']) as body;
insert into social.likes (user_id, post_id)
select social_tests.id(name), social_tests.post_id('post')
from unnest(array['fan1', 'fan2']) as name;
insert into social.comment_likes (user_id, comment_id)
select social_tests.id(name), social_tests.comment_id('comment')
from unnest(array['fan1', 'fan2']) as name;
insert into social.saves (user_id, post_id)
select social_tests.id('alice'), social_tests.post_id(caption)
from unnest(array['his', 'hers']) as caption;
insert into social_private.close_friends (owner_id, friend_id)
select social_tests.id('alice'), social_tests.id(name) from unnest(array['fan1', 'fan2']) as name;
insert into social_private.mutes (muter_id, muted_id)
select social_tests.id('alice'), social_tests.id(name) from unnest(array['loud1', 'loud2']) as name;
select social_tests.block('alice', name) from unnest(array['foe1', 'foe2']) as name;
insert into social_private.bells (ringer_id, author_id)
select social_tests.id('alice'), social_tests.id(name) from unnest(array['fan1', 'fan2']) as name;
insert into social_private.muted_posts (profile_id, post_id)
select social_tests.id('alice'), social_tests.post_id(caption)
from unnest(array['his', 'hers']) as caption;
insert into social_private.muted_words (profile_id, word, display)
select social_tests.id('alice'), word, word from unnest(array['sugar', 'salt']) as word;
select social_private.notify(
  social_tests.id('alice'), 'post_like', social_tests.id(name), social_tests.post_id('post'),
  social_tests.post_id('post')) from unnest(array['fan1', 'fan2']) as name;
insert into social_private.feed_dampers (profile_id, kind, author_id, expires_at)
select social_tests.id('alice'), 'author', social_tests.id(name), now() + interval '1 day'
from unnest(array['fan1', 'fan2']) as name;
insert into social_private.exports (profile_id, finished_at)
select social_tests.id('alice'), now() from generate_series(1, 2);
select social_tests.act_as('fan2');
select social.report_profile(social_tests.id(name), 'spam')
from unnest(array['loud1', 'loud2']) as name;
select social_tests.post('alice', body), social_tests.comment('alice', 'post', body)
from unnest(array['deleted', 'removed']) as body;
select social_tests.act_as('alice');
select social.delete_post(social_tests.post_id(body)),
  social.delete_comment(social_tests.comment_id(body))
from unnest(array['deleted', 'removed']) as body;
select social.report_profile(social_tests.id(name), 'spam')
from unnest(array['fan1', 'fan2']) as name;

create temp table calls as
select proname::text as name, format('select from social.%I(%s page_size => %%s)', proname, (
  select string_agg(format('%s => %L,', argument, case argument
    when 'profile_id' then social_tests.id('alice')::text
    when 'post_id' then social_tests.post_id('post')::text
    when 'comment_id' then social_tests.comment_id('comment')::text
    else '' end), ' ')
  from unnest(proargnames) with ordinality as given (argument, place)
  where place <= pronargs - pronargdefaults)) as call
from pg_proc
where pronamespace = 'social'::regnamespace and 'page_size' = any (proargnames);

select set_eq(
  $$select name, social_tests.outcome(format(call, 1)) from calls
    where social_tests.outcome(format(call, 2)) = '2 rows'$$,
  $$select name, '1 rows' from calls where name not in ('my_sanctions', 'appeals')$$,
  'every list function with two rows returns one row when the page size is one');
select set_eq(
  $$select name from calls where social_tests.outcome(format(call, 1)) = '0 rows'$$,
  array['my_sanctions', 'appeals'],
  'only the lists my_sanctions and appeals are empty in this test');

select * from finish();
rollback;
