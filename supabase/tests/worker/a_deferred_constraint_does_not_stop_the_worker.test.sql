begin;
select plan(3);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', caption)
from unnest(array['first', 'second', 'third']) as caption;
update social.posts set deleted_at = now() - interval '1 year';
create table public.prizes (post uuid constraint prizes_post_fkey
  references social.posts (id) deferrable initially deferred);
create table public.orders (buyer uuid constraint orders_buyer_fkey
  references auth.users (id) deferrable initially deferred);
insert into public.prizes values (social_tests.post_id('second'));
insert into public.orders values (social_tests.id('bob'));
select social_tests.sign_in('bob');
select social.delete_profile(true);
select social_tests.act_as_operator();

select social_tests.work();
select is(
  array(select queue || ' ' || substring(error from '\w+_fkey') from social_private.failed_work
    order by queue),
  array['accounts orders_buyer_fkey', 'posts prizes_post_fkey'],
  'only the rows are noted that violate the deferred constraints');
select is(array(select caption from social.posts), array['second'], 'all other posts are erased');
select lives_ok('set constraints all immediate', 'the transaction can be committed');

select * from finish();
rollback;
