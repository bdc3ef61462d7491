begin;
select plan(8);
select social_tests.person('alice');
select social_tests.person('locked', true);
select social_tests.person('bob');
select social_tests.follow('bob', 'alice');
select social_tests.follow('bob', 'locked');
select social_tests.post('alice', audience::text)
from unnest(enum_range(null::social.visibility)) as audience;
update social.posts set visibility = caption::social.visibility;
select social_tests.post('alice', 'archived');
select social_tests.post('alice', 'hidden');
select social_tests.post('locked', 'inside');
select set_config('my.locked', social_tests.id('locked')::text, true);
update social.posts set archived_at = now() where caption = 'archived';
update social.posts set hidden_at = now() where caption = 'hidden';

create function pg_temp.shareable() returns text[] language sql as $$
  select array_agg(caption order by caption) from (
    select * from social.profile_posts(social_tests.id('alice'))
    union all select * from social.archived_posts()
  ) as cards where is_shareable
$$;
select social_tests.act_as('alice');
select is(pg_temp.shareable(), array['public'],
  'only a public post that is neither archived nor hidden is shareable');
select social_tests.act_as('bob');
select is(pg_temp.shareable(), array['public'], 'a follower gets the same answer');
select is((social.post(social_tests.post_id('inside'))).is_shareable, false,
  'a post of a private account is not shareable');
select is((social.profile(current_setting('my.locked')::uuid)).is_shareable, true,
  'a private profile is shareable, because everybody sees it');
select social_tests.act_as_operator();
select social_private.moderate(null, 'profile', social_tests.id('alice'), 'limit', 'Spam');
select social_tests.act_as('bob');
select is(pg_temp.shareable(), null, 'a post of a limited account is not shareable');
select social_tests.act_as_operator();
select social_private.moderate(null, 'profile', social_tests.id('alice'), 'restore', 'Fine');
update social_private.config set allow_reading_without_login = false;
select social_tests.act_as('bob');
select is(pg_temp.shareable(), null, 'nothing is shareable if reading needs a login');
select is((social.profile(current_setting('my.locked')::uuid)).is_shareable, false,
  'no profile is shareable if reading needs a login');
select social_tests.act_as_operator();
update social_private.config set allow_reading_without_login = true;
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('locked');
select is((social_private.profile_details(social_tests.id('locked'), social_tests.id('locked'))).is_shareable,
  false, 'an inactive profile is not shareable');

select * from finish();
rollback;
