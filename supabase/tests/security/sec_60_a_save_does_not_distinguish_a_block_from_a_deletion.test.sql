begin;
select plan(3);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mallory']) as name;
select social_tests.post('alice', 'hers');
select social_tests.post('bob', 'his');
insert into social.saves (user_id, post_id) select social_tests.id('mallory'), id from social.posts;
create temp table saved as select id from social.posts;
grant select on saved to authenticated;

select social_tests.act_as('mallory');
select is((select count(*) from social.saves), 2::bigint,
  'SEC-60 a person can read their saves of two visible posts');
select social_tests.act_as('alice');
select social.block_profile(social_tests.id('mallory'));
select social_tests.act_as('bob');
select social.delete_post(social_tests.post_id('his'));
select social_tests.act_as('mallory');
select is_empty('select * from social.saves',
  'SEC-60 people cannot read their saves of deleted posts or of posts by a blocker');
select is_empty(
  $$
    select array_agg(outcome) from (
      select social_tests.outcome(format('select social.%s(%L)', call, id)) as outcome, call
      from saved, unnest(array['unsave_post', 'save_post', 'post']) as call
    ) as answers group by call having count(distinct outcome) <> 1
  $$,
  'SEC-60 post, save_post and unsave_post do not distinguish a block from a deletion');

select * from finish();
rollback;
