begin;
select plan(6);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('mallory');
select social_tests.follow('bob', 'alice');
select social_tests.post('alice', 'post 1');
select social_tests.post('alice', 'post 2', 'followers');
select social_tests.post('alice', 'post 3', 'only_me');
select social_tests.post('alice', 'post 4');
select social_tests.post('bob', 'not hers');

create temp view page as
select array_agg(caption) as captions from social.profile_posts(social_tests.id('alice'));
grant select on page to anon, authenticated;

select social_tests.act_as('alice');
select is((select captions from page), array['post 4', 'post 3', 'post 2', 'post 1'],
  'the author sees all their own posts, newest first');
select social_tests.act_as('bob');
select is((select captions from page), array['post 4', 'post 2', 'post 1'],
  'a follower sees public posts and posts for followers');
select social_tests.act_as('mallory');
select is((select captions from page), array['post 4', 'post 1'], 'other people see public posts');
select is(
  social_tests.walk(format('select caption as item, cursor from social.profile_posts(%L, %%L, 1)',
    social_tests.id('alice'))),
  array['post 4', 'post 1'],
  'pages of one post contain only posts that the viewer may see');
select social_tests.act_as_anon();
select is((select captions from page), array['post 4', 'post 1'],
  'an anonymous caller sees public posts');
select throws_ok(
  format('select social.profile_posts(%L)', gen_random_uuid()), 'PT404', 'profile_not_found',
  'profile_posts fails with profile_not_found for an unknown id');

select * from finish();
rollback;
