begin;
select plan(5);
select social_tests.person('alice');
select social_tests.post('alice', 'a #sea');
update social_private.config set discovery = false;
select social_tests.post('alice', 'b #sea');
select is((select count(*) from social_private.hashtag_posts), 1::bigint,
  'without config.discovery, posting adds nothing to the pages of hashtags');
select is(
  (select count(*) from social.hashtag_posts('sea')) + (select count(*) from social.hashtag_search('sea'))
    + (select count(*) from social.trending_hashtags()) + (select post_count from social.hashtag('sea')),
  0::bigint, 'without config.discovery, pages, searches, trends and numbers are empty');
delete from social.posts where caption = 'a #sea';
select is((select count(*) from social_private.hashtag_posts), 0::bigint,
  'without config.discovery, a deleted post still leaves the pages');
update social_private.config set discovery = true;
select social_private.sync_hashtag_posts(array[social_tests.post_id('b #sea')]);
select is((select array_agg(caption) from social.hashtag_posts('sea')), array['b #sea'],
  'the worker can list the posts that were written meanwhile');
select is((select post_count from social.hashtag('sea')), 1, 'the number is exact afterwards');

select * from finish();
rollback;
