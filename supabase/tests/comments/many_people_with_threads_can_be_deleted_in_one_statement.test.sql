begin;
select plan(3);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('carol');
select social_tests.person('dave');

-- In random threads, a tombstone may change while the statement deletes other comments of the
-- thread.
do $$
declare
  people text[] := array['alice', 'bob', 'carol', 'dave'];
  post text;
begin
  perform setseed(0.5);
  for n in 1..20 loop
    post := 'post ' || n;
    perform social_tests.post(people[1 + n % 4], post);
    for place in 1..12 loop
      perform social_tests.comment(
        people[1 + floor(random() * 3)::integer], post, format('%s %s', n, place),
        case when place > 1 then format('%s %s', n, 1 + floor(random() * (place - 1))) end);
    end loop;
  end loop;
end;
$$;
select social_tests.act_as_operator();
update social.comments set deleted_at = now()
where mod(split_part(body, ' ', 2)::integer, 3) > 0;

select lives_ok(
  $$
    delete from auth.users where id in (
      social_tests.id('alice'), social_tests.id('bob'), social_tests.id('carol'))
  $$,
  'three people with threads between them can be deleted in one statement');
select is_empty(
  $$select id from social.comments where author_id is not null or body is not null$$,
  'no text of the deleted people remains');
select is_empty('select * from social_private.verify_counters()', 'every counter is exact');

select * from finish();
rollback;
