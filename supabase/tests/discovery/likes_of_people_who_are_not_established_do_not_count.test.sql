begin;
select plan(10);
select social_tests.person(name)
from unnest(array['author', 'fan', 'stranger', 'young', 'lonely', 'hider']) as name;
select social_tests.person('shy', true);
select social_tests.person('saver' || number) from generate_series(1, 9) as number;
update social.profiles set created_at = now() - interval '8 days' where username <> 'young';
select social_tests.post('author', 'sunset');
-- Somebody follows everybody except lonely, and the stranger reacts to nothing.
select social_tests.follow('stranger', username) from social.profiles
where username in ('fan', 'young', 'shy') or username ~ '^saver';
select social_tests.follow('author', 'lonely');

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

select social_tests.like(name, 'sunset') from unnest(array['young', 'shy', 'lonely', 'author']) as name;
select is(pg_temp.points(), 0::double precision,
  'likes of a new account, a private account, the author, and a person whom only the author follows '
  'count nothing');
select social_tests.like('fan', 'sunset');
select is(pg_temp.points(), 1::double precision, 'the like of an established person counts 1');
select social_tests.comment('fan', 'sunset', 'first'), social_tests.comment('fan', 'sunset', 'second');
select is(pg_temp.points(), 3::double precision, 'two comments of one person count 2 together');
insert into social.saves (user_id, post_id)
values (social_tests.id('fan'), social_tests.post_id('sunset'));
select is(pg_temp.points(), 3::double precision, 'a single save does not count, because saves are private');
insert into social.saves (user_id, post_id)
select id, social_tests.post_id('sunset') from social.profiles where username ~ '^saver';
select is(pg_temp.points(), 33::double precision, 'a save counts 3 if ten people saved the post');
update social.comments set deleted_at = now();
select is(pg_temp.points(), 31::double precision, 'a deleted comment does not count');
select social_tests.like('stranger', 'sunset');
select is(pg_temp.points(), 0::double precision,
  'a person does not count if everybody who follows them reacted to the post too');
delete from social.likes where user_id = social_tests.id('stranger');
update social.profiles set created_at = now() - interval '8 days' where username = 'young';
select is(pg_temp.points(), 32::double precision, 'the like of an account counts once it is old enough');
update social.posts set archived_at = now() where caption = 'sunset';
select social_tests.work();
select is_empty('select from social_private.post_scores', 'an archived post has no score');
update social.posts set archived_at = null where caption = 'sunset';
select is(pg_temp.points(), 32::double precision, 'a post that returns from the archive has its score again');

select * from finish();
rollback;
