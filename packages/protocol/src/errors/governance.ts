import type { ErrorKinds } from './kind.ts';

/** Governance, invites and reports. */
export const GOVERNANCE_ERRORS = {
  ACT_INVALID: {
    owner: 'peer',
    message: 'A governance act is not of the expected form.',
    next: 'Nothing to do: it has no effect.',
  },
  GOVERNANCE_SAVED_INVALID: {
    owner: 'environment',
    message: 'What was saved of the decisions that are final is not what it should be.',
    next: 'Nothing to do: the decisions are gone through from the first one instead. If it comes again, report it.',
  },
  CERTIFICATE_INVALID: {
    owner: 'peer',
    message: 'A device certificate is not valid.',
    next: 'Nothing to do: the device is not accepted.',
  },
  INVITE_INVALID: {
    owner: 'caller',
    message: 'That is not a valid invite link.',
    next: 'Copy the whole link again, or ask for a new one.',
  },
  INVITE_EXPIRED: { owner: 'caller', message: 'The invite has expired.', next: 'Ask for a new one.' },
  INVITE_USED_UP: {
    owner: 'caller',
    message: 'The invite has been used by as many people as it admits.',
    next: 'Ask for a new one.',
  },
  INVITE_REVOKED: { owner: 'caller', message: 'The invite was withdrawn.', next: 'Ask for a new one.' },
  INVITE_UNKNOWN: {
    owner: 'caller',
    message: 'The space does not know this invite.',
    next: 'Ask for a new one.',
  },
  INVITE_BANNED: {
    owner: 'caller',
    message: 'You are banned from this space: no invite lets you in.',
    next: 'Ask an admin of the space to lift it, or wait until it ends. Then you are let in by this invite, while it lasts.',
  },
  INVITE_OTHER_ROLE: {
    owner: 'caller',
    message: 'The invite makes something else of whoever comes by it. Nobody was asked to let you in.',
    next: 'Ask for an invite that is made for it: for an AI node one made with `--role ai`.',
  },
  INVITE_OTHER_ACCOUNT: {
    owner: 'caller',
    message: 'The link brings in devices of another account.',
    next: 'Make a device link on a device of the account that this profile was restored from.',
  },
  NOBODY_IN_CHARGE: {
    owner: 'caller',
    message: 'There is nobody in charge here who could look at a report.',
    next: 'Block the person, or leave.',
  },
  REPORT_CLOSED: {
    owner: 'caller',
    message: 'The report has been decided already.',
    next: 'Look at what came of it.',
  },
  APPEALED_ALREADY: {
    owner: 'caller',
    message: 'You have appealed against this already.',
    next: 'Wait for what somebody else in charge says to it: that stands.',
  },
  NOBODY_ELSE_IN_CHARGE: {
    owner: 'caller',
    message: 'There is nobody in charge here but who decided.',
    next: 'Talk to them.',
  },
  DEVICE_NEWER: {
    owner: 'caller',
    message: 'That device was added after this one, and only one that was added later can put it out.',
    next: 'With your recovery phrase, restore the account on one more computer or in another profile here, bring it in by a device link from this one, and remove the lost device from there.',
  },
  OWN_DEVICE: {
    owner: 'caller',
    message: 'That is the device you are using.',
    next: 'Remove it from another device of yours.',
  },
  ALREADY_MEMBER: {
    owner: 'caller',
    message: 'This account is in that space already.',
    next: 'Open the space.',
  },
  NOT_A_MEMBER: {
    owner: 'caller',
    message: 'This account is not a member of that space.',
    next: 'Ask a member for an invite link.',
  },
  REMOVED_FROM_SPACE: {
    owner: 'caller',
    message: 'This account was removed from the space.',
    next: 'What was written before the removal stays readable here. Ask an admin for a new invite.',
  },
} as const satisfies ErrorKinds;
