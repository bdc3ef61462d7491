begin;
select plan(2);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
insert into social_private.hashtag_follows (profile_id, hashtag) values (social_tests.id('alice'), 'sea');
insert into social_private.muted_words (profile_id, word, display)
values (social_tests.id('alice'), 'rain', 'rain');
insert into social_private.dismissed_suggestions (profile_id, dismissed_id) values
  (social_tests.id('alice'), social_tests.id('bob')), (social_tests.id('bob'), social_tests.id('alice'));
insert into social_private.feed_dampers (profile_id, kind, author_id, expires_at) values
  (social_tests.id('alice'), 'author', social_tests.id('bob'), now() + interval '1 day'),
  (social_tests.id('bob'), 'author', social_tests.id('alice'), now() + interval '1 day');
insert into social_private.feed_weights (profile_id, liked) values (social_tests.id('alice'), 4);
insert into social_private.for_you_lists (viewer_id, made_at, items)
values (social_tests.id('alice'), now(), '{}');

create function pg_temp.left_over() returns text[] language sql
as $$
  select array_agg(name order by name) from (
    select 'hashtag_follows' as name from social_private.hashtag_follows
    union all select 'muted_words' from social_private.muted_words
    union all select 'dismissed_suggestions' from social_private.dismissed_suggestions
    union all select 'feed_dampers' from social_private.feed_dampers
    union all select 'feed_weights' from social_private.feed_weights
    union all select 'for_you_lists' from social_private.for_you_lists
  ) as rows
$$;

select is(cardinality(pg_temp.left_over()), 8, 'before the erasure, there are eight rows');
select social_tests.leave('alice');
select social_tests.act_as_operator();
select is(pg_temp.left_over(), null,
  'the erasure deletes what the person chose, and what others chose about the person');

select * from finish();
rollback;
