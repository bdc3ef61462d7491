/**
 * The places that may break a rule, each with its reason. An entry that nothing needs any more is
 * itself a finding.
 */
export interface Exceptions {
  /** Functions longer than the limit. */
  longFunctions: Record<string, string>
  /** `caller -> callee`, where the callee is defined in a later file. */
  forwardCalls: Record<string, string>
  /** `caller -> callee`, where the caller catches the errors of the callee. */
  caughtCalls: Record<string, string>
  /** Errors that static reading finds although the function never raises them. */
  neverRaised: { functions: string[]; codes: string[]; why: string }[]
}

export const MOST_LONG_FUNCTIONS = 5

export const exceptions: Exceptions = {
  longFunctions: {
    'social_private.pull_feed':
      'One query with one plan; each part in a function of its own would cost a call and a plan.',
  },
  forwardCalls: {},
  caughtCalls: {
    'social_private.import_items -> social_private.import_item':
      'import_items answers the error of an item as a problem of that item.',
  },
  neverRaised: [
    {
      functions: [
        ...['social.my_profile', 'social.create_profile', 'social.update_profile'],
        ...['social.change_username', 'social.reactivate_profile', 'social.restore_profile'],
      ],
      codes: ['profile_not_found'],
      why: "They answer the caller's own profile, which exists.",
    },
    {
      functions: ['social.check_username'],
      codes: ['username_invalid', 'username_taken'],
      why: 'It answers these problems as a value.',
    },
    {
      functions: ['social.reactivate_profile', 'social.restore_profile'],
      codes: ['last_administrator'],
      why: 'The trigger asks for another administrator only when an account becomes inactive.',
    },
    {
      functions: ['social.moderate_post', 'social.moderate_comment', 'social.decide_appeal'],
      codes: ['last_administrator'],
      why: 'Only moderate_profile suspends an account.',
    },
    {
      functions: ['social.run_maintenance'],
      codes: ['last_administrator'],
      why: 'The last administrator cannot delete the account, so it is never due for erasure.',
    },
    {
      functions: ['social.run_maintenance'],
      codes: ['mentions_too_many'],
      why: 'It clears the body of comments, and an empty body mentions nobody.',
    },
    {
      functions: [
        ...['social.report_post', 'social.report_comment', 'social.report_profile'],
        'social.resolve_report',
      ],
      codes: ['record_final'],
      why: 'They update only open reports, and none of the columns that the trigger protects.',
    },
  ],
}
