-- Demo discovery: a hashtag trends if three people used it, because the demo data has only 46 people.
-- Then this file does what the next run of the worker would do: it fills explore, trends and the lists
-- of popular people.

update social_private.config set trend_people_min = 3;

select social_private.refresh_discovery(10000);
