/**
 * The places that may break a lint rule, each with its reason. The linter also reports every
 * exception that is no longer needed.
 */
export interface Exceptions {
  /** Functions that may be longer than the limit. */
  longFunctions: Record<string, string>
  /** The allowed calls to functions that a later file defines, written as `caller -> callee`. */
  forwardCalls: Record<string, string>
  /** The calls whose caller catches the errors of the callee, written as `caller -> callee`. */
  caughtCalls: Record<string, string>
  /** The errors that the linter finds in the code although the functions never raise them. */
  neverRaised: { functions: string[]; codes: string[]; why: string }[]
}

export const MOST_LONG_FUNCTIONS = 5

export const exceptions: Exceptions = {
  longFunctions: {
    'social_private.post_cards':
      'It is one query with one plan, which every feed runs. A call for a part would slow it down.',
    'social_private.pull_feed':
      'It is one query with one plan. Splitting it would add a call and a plan for each part.',
  },
  forwardCalls: {},
  caughtCalls: {
    'social_private.import_items -> social_private.import_item':
      'import_items catches the error of an item and returns it as a problem of that item.',
    'social_private.erase_rows -> social_private.erase_row':
      'erase_rows catches the error of a row and notes it in failed_work.',
  },
  neverRaised: [
    {
      functions: ['social.delete_comment'],
      codes: ['mentions_too_many'],
      why: 'A permanent deletion clears the text, and the trigger skips empty texts.',
    },
    {
      functions: [
        ...['social.my_profile', 'social.create_profile', 'social.update_profile'],
        ...['social.change_username', 'social.reactivate_profile', 'social.restore_profile'],
      ],
      codes: ['profile_not_found'],
      why: "They return the caller's own profile, which exists.",
    },
    {
      functions: ['social.end_session'],
      codes: ['idempotency_key_invalid', 'idempotency_key_reused'],
      why: 'It makes its key itself, from the id of the session.',
    },
    {
      functions: ['social.check_username'],
      codes: ['username_invalid', 'username_taken'],
      why: 'check_username returns these problems as values.',
    },
    {
      functions: ['social.check_sign_up'],
      codes: ['display_name_too_long', 'text_invalid', 'username_invalid', 'username_taken'],
      why: 'check_sign_up returns these problems as values.',
    },
    {
      functions: ['social.delete_profile'],
      codes: ['restore_expired'],
      why: 'The trigger raises it only when a deletion is taken back.',
    },
    {
      functions: ['social.reactivate_profile', 'social.restore_profile'],
      codes: ['last_administrator'],
      why: 'The trigger requires another administrator only when an account becomes inactive.',
    },
    {
      functions: ['social.moderate_post', 'social.moderate_comment', 'social.decide_appeal'],
      codes: ['last_administrator'],
      why: 'These functions never suspend an account. Only moderate_profile does.',
    },
    {
      functions: [
        ...['social.report_post', 'social.report_comment', 'social.report_profile'],
        'social.resolve_report',
      ],
      codes: ['record_final'],
      why: 'They update only open reports, and never the columns that the trigger protects.',
    },
  ],
}
