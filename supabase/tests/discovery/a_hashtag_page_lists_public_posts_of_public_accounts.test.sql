begin;
select plan(9);
select social_tests.person('alice'), social_tests.person('bob'), social_tests.person('locked', true);
select social_tests.post('alice', 'one #Café', at => now() - interval '3 hours');
select social_tests.post('bob', 'two #cafe #sun', at => now() - interval '2 hours');
select social_tests.post('alice', 'three #CAFE', at => now() - interval '1 hour');
select social_tests.post('alice', 'friends #cafe', 'followers');
select social_tests.post('locked', 'locked #cafe');
create function pg_temp.page(hashtag text, sort text default 'newest') returns text[] language sql as $$
  select array_agg(caption) from social.hashtag_posts(hashtag, sort)
$$;

select social_tests.act_as_anon();
select is(pg_temp.page('cafe'), array['three #CAFE', 'two #cafe #sun', 'one #Café'],
  'the page of a hashtag lists the public posts of public accounts, newest first');
select is(pg_temp.page('#CAFÉ'), pg_temp.page('cafe'),
  'a hashtag may have the sign # and any spelling');
select is(
  social_tests.walk('select caption as item, cursor from social.hashtag_posts(''cafe'', ''newest'', %L, 2)'),
  pg_temp.page('cafe'), 'the pages of a hashtag neither repeat nor skip posts');
select is(pg_temp.page('nothing'), null, 'the page of an unknown hashtag is empty');
select throws_ok($$select pg_temp.page('cafe', 'oldest')$$, 'PT422', 'sort_invalid',
  'an unknown order is refused');
select social_tests.act_as_operator();
update social.posts set visibility = 'followers' where caption like 'one%';
update social.posts set archived_at = now() where caption like 'two%';
update social.posts set caption = 'three #sun' where caption like 'three%';
select is(pg_temp.page('cafe'), null,
  'a post leaves the page when it is no longer public or its caption loses the hashtag');
update social.posts set visibility = 'public' where caption like 'friends%';
update social.posts set archived_at = null where caption like 'two%';
select is(pg_temp.page('cafe'), array['friends #cafe', 'two #cafe #sun'],
  'a post joins the page when it becomes public');
update social_private.accounts set is_private = false where profile_id = social_tests.id('locked');
update social_private.accounts set is_private = true where profile_id = social_tests.id('alice');
select is(pg_temp.page('cafe'), array['locked #cafe', 'two #cafe #sun'],
  'the posts of an account join and leave the page when the account becomes public or private');
delete from auth.users where id = social_tests.id('locked');
select is(
  (select array_agg(hashtag || ' ' || caption order by hashtag, caption)
    from social_private.hashtag_posts join social.posts on id = post_id),
  array['cafe two #cafe #sun', 'sun two #cafe #sun'],
  'hashtag_posts has rows only for the posts on the pages');

select * from finish();
rollback;
