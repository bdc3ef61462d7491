begin;
select plan(7);
select social_tests.person('alice');
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise');
update social_private.config set allow_text_posts = true;

-- Clients call functions through the Data API, so they can only set the arguments of a function.
select is_empty(
  $$
    select oid::regprocedure, argument
    from pg_proc, unnest(proargnames) as argument
    where pronamespace = 'social'::regnamespace
      and has_function_privilege('authenticated', pg_proc.oid, 'execute')
      and (provolatile = 'v' or proname = 'home_feed')
      and (proname, argument) <> ('add_staff_member', 'role') -- only for administrators
      and (proname, argument) <> ('show_more', 'id') -- the id of what show_less returned
      and (
        argument in (
          'id', 'author_id', 'user_id', 'root_id', 'depth', 'state', 'deleted_by', 'role')
        or (argument ~ '(_at|_count)$' and argument <> 'expires_at')
        or (argument ~ '^is_' and argument not in ('is_private', 'is_sensitive', 'is_discoverable'))
      )
  $$,
  'SEC-02 no function that writes has an argument for an author, time, state, role or counter');
select is_empty(
  $$
    select oid::regprocedure
    from pg_proc
    where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and pg_get_functiondef(oid) ~* '(jsonb?_populate_record|jsonb?_to_record)'
  $$,
  'SEC-02 no function fills a whole row from a JSON object of the client');

select social_tests.act_as('mallory');
select is(
  (select author_id from social.create_post(caption => 'mine')), social_tests.id('mallory'),
  'SEC-02 the author of a new post is the caller of create_post');
select is(
  (select author_id from social.add_comment(social_tests.post_id('sunrise'), 'hello')),
  social_tests.id('mallory'), 'SEC-02 the author of a new comment is the caller of add_comment');
select is(
  (select (created_at, edited_at, like_count, comment_count)::text from social.posts
    join social.post_counts on post_id = id where caption = 'mine'),
  (select (now(), null::timestamptz, 0, 0)::text),
  'SEC-02 the server sets the times and counts of a new post');
select throws_ok(
  $$select social.create_post(caption => 'forged', author_id => social_tests.id('alice'))$$,
  '42883', null, 'SEC-02 create_post has no argument for the author');
select throws_ok(
  $$select social.update_profile(id => social_tests.id('alice'), bio => 'forged')$$,
  '42883', null, 'SEC-02 update_profile has no argument for another profile');

select * from finish();
rollback;
