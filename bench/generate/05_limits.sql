-- The benchmark must not hit rate limits.
update social_private.config set rate_limit_factor = 1000000;
