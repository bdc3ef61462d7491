begin;
select plan(12);
select social_tests.person('alice'), social_tests.person('locked', true);
select social_tests.post('alice', '#seaside #sea #sun'), social_tests.post('alice', '#Seaside #café');
select social_tests.post('locked', '#seaside #seal'), social_tests.post('locked', '#seal');
create function pg_temp.found(prefix text, size integer default 20) returns text[] language sql as $$
  select array_agg(display || ' ' || post_count) from social.hashtag_search(prefix, size)
$$;

select is(pg_temp.found('sea'), array['Seaside 2', 'sea 1'],
  'a search finds the hashtags of public posts, the most used first');
select is(pg_temp.found('#CAF'), array['café 1'], 'a prefix may have the sign # and any spelling');
select is(pg_temp.found('', 2), array['Seaside 2', 'café 1'],
  'an empty prefix finds the most used hashtags');
select is(pg_temp.found(' #', 2), array['Seaside 2', 'café 1'], 'the sign # alone is an empty prefix');
select is(pg_temp.found('s%'), null, 'a prefix is not a pattern');
select is_empty(
  $$select prefix from unnest(array['🌊', '#🌊', '—']) as prefix
    where pg_temp.found(prefix) is not null$$,
  'a prefix that consists of other signs finds no hashtag');
select is(pg_temp.found(repeat('s', 150)), null, 'a prefix that is longer than a hashtag finds none');
select social_private.fold_hashtag_counts(100);
select is(pg_temp.found('sea'), array['Seaside 2', 'sea 1'],
  'the result is the same after the worker has added the changes');
-- More than 1,000 hashtags with the prefix
insert into social_private.hashtags (hashtag, post_count)
select 'sea' || lpad(n::text, 5, '0'), 1 from generate_series(1, 1500) as n;
select is(pg_temp.found('sea', 2), array['Seaside 2', 'sea 1'],
  'a prefix of many hashtags finds the most used first, too');
select social_tests.post('alice', 'once more #sea' || n) from generate_series(1, 3) as n;
update social.posts set visibility = 'only_me' where caption = '#Seaside #café';
select social_tests.post('alice', 'again #sea1');
select is((pg_temp.found('sea', 2)), array['sea1 2', 'sea 1'],
  'changes that the worker has yet to add count in the order');
update social_private.hashtags set hidden_from = 'everywhere' where hashtag = 'sea';
update social_private.hashtags set hidden_from = 'trends' where hashtag = 'seaside';
select is(pg_temp.found('sea', 3), array['sea1 2', 'sea00001 1', 'sea00002 1'],
  'a hashtag that staff hide everywhere is not found');
select is((select array_agg(hashtag) from social.hashtag_search('seas', 3)), array['seaside'],
  'a hashtag that staff hide from the trends is found');

select * from finish();
rollback;
