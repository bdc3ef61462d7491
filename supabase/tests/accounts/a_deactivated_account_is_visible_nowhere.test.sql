begin;
select plan(8);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bobby', 'carol']) as name;
select social_tests.post(name, name || ' post') from unnest(array['alice', 'carol']) as name;
select social_tests.comment('alice', 'carol post', 'alice to carol');
select social_tests.comment('carol', 'carol post', 'carol to alice', 'alice to carol');
select social_tests.comment('carol', 'carol post', 'thread');
select social_tests.comment('alice', 'carol post', 'in thread', 'thread');
select social_tests.follow(a, b), social_tests.like(a, b || ' post')
from (values ('alice', 'carol'), ('bobby', 'alice'), ('carol', 'alice')) as pairs (a, b);
insert into social.saves (user_id, post_id)
values (social_tests.id('bobby'), social_tests.post_id('alice post'));
insert into social.comment_likes select social_tests.id('alice'), comments.id from social.comments;
insert into social.post_media (post_id, position, path, mime_type, width, height)
values (social_tests.post_id('alice post'), 0, social_tests.upload('alice'), 'image/jpeg', 8, 6);
insert into social_private.close_friends (owner_id, friend_id)
values (social_tests.id('bobby'), social_tests.id('alice'));
create function pg_temp.found() returns text[] language sql as $$
  select array_agg(surface order by surface) from unnest(array[
    'profile(social_tests.id(''alice''))', 'profile_by_username(''alice'')',
    'profile_followers(social_tests.id(''carol'')) where username = ''alice''',
    'profile_following(auth.uid()) where username = ''alice''',
    'profile_search(''alice'') where username = ''alice''', 'close_friends()',
    'profile_posts(social_tests.id(''alice''))', 'post(social_tests.post_id(''alice post''))',
    'home_feed()', 'saved_posts()', 'post_likers(social_tests.post_id(''carol post''))',
    'post_comments(social_tests.post_id(''carol post'')) where author_username = ''alice''',
    'comment_replies(social_tests.comment_id(''thread'')) where author_username = ''alice''',
    'profiles where username = ''alice''', 'profile_counts where username = ''alice''',
    'follows where social_tests.id(''alice'') in (follower_id, followee_id)',
    'posts where caption = ''alice post''', 'post_media',
    'comments where author_id = social_tests.id(''alice'')', 'comment_likes',
    'likes', 'saves', '.storage.objects'
  ]) as surface
  where social_tests.outcome(replace(replace('select from social.' || surface, 'social..', ''),
    'counts where username = ''alice''', 'counts where profile_id = social_tests.id(''alice'')'
  )) ~ '^[1-9][0-9]* rows'
$$;

select social_tests.act_as('bobby');
select is(cardinality(pg_temp.found()), 23,
  'a follower sees an active account through every function and table');
select social_tests.act_as('alice');
select is(
  social.deactivate_profile(), row(now())::social.account_deactivation,
  'deactivate_profile returns the time of the deactivation');
select social_tests.act_as('bobby');
select is(pg_temp.found(), null,
  'after the deactivation the follower sees neither the account nor its content');
select is(
  (select (like_count, comment_count)::text from social.post(social_tests.post_id('carol post'))),
  '(0,2)', 'the counts of a post leave out a person who has deactivated the account');
select social_tests.act_as_anon();
select is(pg_temp.found(), null,
  'an anonymous caller sees the deactivated account through no function and no table');

select social_tests.act_as('alice');
select is(
  (select (username, post_count, follower_count, following_count)::text
    from social.reactivate_profile()),
  '(alice,1,2,1)', 'reactivate_profile returns the profile with its counts');
select social_tests.act_as('bobby');
select is(cardinality(pg_temp.found()), 23,
  'after the reactivation the follower sees the account through every function and table');
select social_tests.act_as_operator();
select is_empty('select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');

select * from finish();
rollback;
