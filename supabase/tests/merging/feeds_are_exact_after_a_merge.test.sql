begin;
select plan(7);
select social_tests.person(name) from unnest(array['kept', 'old', 'fan', 'star', 'fond']) as name;
select social_tests.follow('fan', 'kept', now() - interval '1 day'),
  social_tests.follow('fond', 'old', now() - interval '1 day'),
  social_tests.follow('old', 'star', now() - interval '1 day');
insert into social_private.close_friends (owner_id, friend_id)
values (social_tests.id('old'), social_tests.id('fond'));
select count(social_tests.post(
  case n % 3 when 0 then 'kept' when 1 then 'old' else 'star' end, 'post ' || n,
  case n % 4 when 0 then 'followers' when 1 then 'close_friends' else 'public'
    end::social.visibility, now() - interval '1 hour' + n * interval '1 second'))
from generate_series(1, 40) as n;
create function social_tests.feed(name text) returns text[] language plpgsql as $$
begin
  perform social_tests.act_as(name);
  return array(select caption from social.home_feed(page_size => 101));
end;
$$;
create function social_tests.plain_feed(name text) returns text[] language sql security definer as $$
  select array(
    select caption from social.posts
    where author_id = social_tests.id($1) or author_id in (
        select followee_id from social.follows
        where follower_id = social_tests.id($1) and state = 'accepted')
      and (visibility <> 'close_friends' or author_id in (
        select owner_id from social_private.close_friends where friend_id = social_tests.id($1)))
    order by id desc)
$$;
-- Fills the caches before the merge, and writes a newer post.
select count(social_tests.feed(name)) from unnest(array['kept', 'fan', 'fond', 'old']) as name;
select social_tests.act_as_operator();
select set_config('my.newest', social_tests.post('old', 'newest of old')::text, true);

select social_private.merge_profiles('old', 'kept', 'One person');
select is(social_tests.feed(name), social_tests.plain_feed(name), name || ' sees the whole feed')
from unnest(array['kept', 'fan', 'fond']) as name;
select social_tests.act_as_operator();
select is((select post_id from social_private.latest_posts
  where author_id = social_tests.id('kept')), current_setting('my.newest')::uuid,
  'the newest moved post is the latest post of the account');
select social_tests.post('kept', 'after the merge'), social_tests.post('star', 'also after');
select is(social_tests.feed(name), social_tests.plain_feed(name), name || ' sees later posts too')
from unnest(array['kept', 'fan', 'fond']) as name;

select * from finish();
rollback;
