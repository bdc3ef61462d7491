begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post(name, 'of ' || name || ' #sea') from unnest(array['bob', 'carol']) as name;
insert into social_private.hashtag_follows (profile_id, hashtag)
select social_tests.id('alice'), tag from unnest(array['sunset', 'río', '東京']) as tag;
insert into social_private.muted_words (profile_id, word, display, expires_at) values
  (social_tests.id('alice'), 'it''s: rain', 'It''s: rain', now() + interval '1 day'),
  (social_tests.id('alice'), 'snow', 'Snow', null),
  (social_tests.id('alice'), 'wind', 'wind', now() - interval '1 day');
insert into social_private.dismissed_suggestions (profile_id, dismissed_id)
select social_tests.id('alice'), social_tests.id(name) from unnest(array['bob', 'carol']) as name;
select social_tests.act_as('alice');
select social.show_less(social_tests.post_id('of bob #sea'), 'author'),
  social.show_less(social_tests.post_id('of carol #sea'), 'author'),
  social.show_less(social_tests.post_id('of carol #sea'), 'hashtag');
select social.set_feed_weights(liked => 0.5);
select social_tests.act_as_operator();

create function pg_temp.document(stream text, size integer default 100)
  returns setof jsonb language plpgsql security definer
as $$
declare
  last_key text := '';
  item record;
  is_end boolean;
begin
  loop
    is_end := true;
    for item in select * from social_private.export_items(
      social_tests.id('alice'), document.stream, last_key, document.size)
    loop
      is_end := false;
      last_key := item.key;
      if item.item is not null then
        return next item.item - 'created_at' - 'expires_at';
      end if;
    end loop;
    exit when is_end or document.stream = 'settings';
  end loop;
end;
$$;

select results_eq($$select item ->> 'hashtag' from pg_temp.document('hashtags', 1) as item$$,
  array['río', 'sunset', '東京'], 'an export contains the followed hashtags, in pages of any size');
select results_eq($$select item ->> 'word' from pg_temp.document('muted_words', 1) as item$$,
  array['It''s: rain', 'Snow'], 'an export contains the words that its owner still mutes');
select set_eq(
  $$select item #>> '{profile,username}' from pg_temp.document('dismissed_suggestions', 1) as item$$,
  array['bob', 'carol'], 'an export contains the dismissed suggestions');
select is(
  array(select concat_ws(' ', item ->> 'of', item #>> '{profile,username}', item ->> 'hashtag')
    from pg_temp.document('show_less', 1) as item),
  array['author bob', 'author carol', 'hashtag sea'],
  'an export contains what the feed For You shows less of');
select is(
  (select item -> 'feed_weights' from pg_temp.document('settings') as item limit 1),
  '{"followed": null, "hashtags": null, "liked": 0.50, "explore": null, "recency": null}',
  'an export contains the weights that its owner chose');
select is(
  (select item ->> 'is_discoverable' from pg_temp.document('settings') as item limit 1), 'true',
  'an export says whether its owner lets others discover the profile');
select is(social_private.count_discovery(social_tests.id('alice'), 100), 10::bigint,
  'the progress of an export counts the choices');
select social_tests.block('bob', 'alice');
select is_empty(
  $$select from unnest(array['dismissed_suggestions', 'show_less']) as stream,
    pg_temp.document(stream) as item where item::text like '%bob%'$$,
  'an export names nobody who blocks its owner');
select is(social_private.count_discovery(social_tests.id('alice'), 100), 8::bigint,
  'the progress of an export does not reveal the block');

select * from finish();
rollback;
