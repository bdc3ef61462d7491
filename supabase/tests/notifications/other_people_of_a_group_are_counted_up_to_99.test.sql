begin;
select plan(12);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.person('fan' || n) from generate_series(1, 105) as n;
select social_tests.post('alice', 'sunrise'), social_tests.post('bob', 'harbour');
create function pg_temp.like(low integer, high integer) returns void language plpgsql as $$
begin
  for n in low..high loop
    perform social_tests.act_as('fan' || n);
    perform social.like_post(social_tests.post_id('sunrise'));
  end loop;
end;
$$;
create function pg_temp.others() returns integer language plpgsql as $$
begin
  perform social_tests.act_as('alice');
  return (select other_count from social.notifications());
end;
$$;

select pg_temp.like(1, 3);
select is(pg_temp.others(), 0, 'three people are all shown');
select pg_temp.like(4, 102);
select is(pg_temp.others(), 99, 'the number of others is exact up to 99');
select pg_temp.like(103, 103);
select is(pg_temp.others(), 100, 'more than 99 others are 100');
select pg_temp.like(104, 105);
select is(pg_temp.others(), 100, 'many more others are 100 too');
select is(social_tests.inbox('alice'), array['post_like fan105,fan104,fan103 +100'],
  'the row shows the three latest people');

select social.mute_profile(social_tests.id('fan105'));
select social_tests.block('fan50', 'alice');
select social_tests.act_as('fan1');
select social.deactivate_profile();
select is(social_tests.inbox('alice'), array['post_like fan104,fan103,fan102 +99'],
  'a muted, a blocking and an inactive person are neither shown nor counted');
select social_tests.act_as('fan2');
select social.unlike_post(social_tests.post_id('sunrise'));
select is(pg_temp.others(), 98, 'a person who took the like back is not counted');

-- One person writes 200 comments, and then others write one each.
select social_tests.act_as('fan1');
select social.reactivate_profile();
select social_tests.act_as('fan2');
select social.add_comment(social_tests.post_id('harbour'), 'first');
select social_tests.act_as('fan1');
select social.add_comment(social_tests.post_id('harbour'), 'comment ' || n)
from generate_series(1, 200) as n;
select is(social_tests.inbox('bob'), array['comment fan1,fan2'],
  '200 comments of one person count once and hide no other person');
select social_tests.act_as('fan' || n), social.add_comment(social_tests.post_id('harbour'), 'me too')
from generate_series(3, 6) as n;
select is(social_tests.inbox('bob'), array['comment fan6,fan5,fan4 +3'],
  'the people before and after the 200 comments are counted');
select social_tests.act_as('fan' || n), social.add_comment(social_tests.post_id('harbour'), 'also')
from generate_series(7, 102) as n;
select is(social_tests.inbox('bob'), array['comment fan102,fan101,fan100 +99'],
  'the number of others is exact up to 99 with 200 comments of one person');
select social_tests.act_as('fan103');
select social.add_comment(social_tests.post_id('harbour'), 'also');
select is(social_tests.inbox('bob'), array['comment fan103,fan102,fan101 +100'],
  'more than 99 others are 100 with 200 comments of one person');
select is((select cardinality(actors) from social.notifications()), 3,
  'a row shows at most three people');

select * from finish();
rollback;
