begin;
select plan(6);
select social_tests.person('alice');
select social_tests.post('alice', 'sunrise');

-- A table constraint checks the size, so the check also applies to rows that an operator inserts.
select is(
  left(social_tests.outcome(format(
    $$insert into social.post_media (post_id, position, path, mime_type, width, height)
      values (%L, %s, %L, 'image/jpeg', %s, %s)$$,
    social_tests.post_id('sunrise'), place, place, width, height)), 6),
  wanted, format('an image of width %s and height %s is %s', width, height,
    case wanted when '1 rows' then 'accepted' else 'refused' end))
from (values
  (1, 1, 1, '1 rows'), (2, 20000, 20000, '1 rows'), (3, 0, 1, '23514 '), (4, 1, 0, '23514 '),
  (5, 20001, 1, '23514 '), (6, 1, 20001, '23514 ')
) as given (place, width, height, wanted);

select * from finish();
rollback;
