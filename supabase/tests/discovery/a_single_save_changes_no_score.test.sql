begin;
select plan(6);
select social_tests.person(name)
from unnest(array['author', 'stranger', 'young', 'lonely', 'viewer']) as name;
select social_tests.person('saver' || number) from generate_series(1, 20) as number;
update social.profiles set created_at = now() - interval '8 days' where username <> 'young';
select social_tests.post('author', 'sunset', at => now() - interval '9 days');
-- Somebody who reacts to nothing follows all savers, so they count. Nobody follows lonely.
select social_tests.follow('stranger', username) from social.profiles
where username ~ '^saver' or username = 'young';

create function pg_temp.save(names text[]) returns void language sql as $$
  insert into social.saves (user_id, post_id)
  select social_tests.id(name), social_tests.post_id('sunset') from unnest(names) as name
$$;
create function pg_temp.points() returns double precision language plpgsql as $$
begin
  perform social_tests.work();
  return round(coalesce((
    select pow(2, score - social_private.base_score(posts.created_at, false)) - 1
    from social_private.post_scores join social.posts on posts.id = post_id
    where caption = 'sunset'
  ), 0)::numeric, 3);
end;
$$;

select pg_temp.save(array_agg('saver' || number)) from generate_series(1, 9) as number;
select is(pg_temp.points(), 0::double precision, 'nine saves count nothing');
select is_empty('select from social_private.post_scores',
  'nine saves leave the post without a score, so that it does not join the pool of explore');
select pg_temp.save(array['young', 'lonely', 'author']);
select is(pg_temp.points(), 0::double precision,
  'saves of the author, of a new account and of an account that nobody follows do not help to ten');
select pg_temp.save(array['saver10']);
select is(pg_temp.points(), 30::double precision, 'ten saves of people who count are 30 points');
select pg_temp.save(array['viewer']);
select is(pg_temp.points(), 30::double precision,
  'a save by somebody who does not count changes nothing');
select pg_temp.save(array_agg('saver' || number)) from generate_series(11, 19) as number;
select is(pg_temp.points(), 30::double precision, 'nine more saves change nothing');

select * from finish();
rollback;
