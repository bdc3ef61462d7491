begin;
select plan(3);
select social_tests.person('viewer');
select social_tests.person('author' || number), social_tests.follow('viewer', 'author' || number)
from generate_series(1, 15) as number;
select social_tests.post('author1', 'loud ' || number) from generate_series(1, 30) as number;
select social_tests.post('author' || number % 14 + 2, 'post ' || number,
  at => now() - number * interval '1 hour')
from generate_series(1, 60) as number;

select social_tests.act_as('viewer');
create temp table listed as
select row_number() over () as place, author_id from social.for_you_feed(page_size => 101);
select is(
  (select count(*) from listed where author_id = social_tests.id('author1') and place <= 20),
  2::bigint, 'an author with thirty new posts has two of the first twenty places');
select is_empty(
  $$select from listed as first join listed as third
    on third.author_id = first.author_id and third.place between first.place and first.place + 19
    group by first.place having count(*) > 2$$,
  'no twenty posts in a row contain three posts of one author');
select cmp_ok((select count(*) from listed), '>=', 28::bigint,
  'the feed contains two posts of each of fourteen authors');

select * from finish();
rollback;
