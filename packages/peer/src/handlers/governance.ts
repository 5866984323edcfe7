/** governance.*: what a space decided, why, and whether all of it is sound. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Handlers, Why } from '@plexi/operations';
import {
  type AccountId,
  type ActType,
  accountOf,
  can,
  type Decision,
  decisionsOf,
  type EntryId,
  explainDecision,
  explainStanding,
  POLICY,
  plexiError,
  rankNeeded,
  silenceOf,
} from '@plexi/protocol';
import type { Space } from '../space/space.ts';
import { verifyGovernance } from '../space/verify-governance.ts';
import type { PeerContext } from './context.ts';
import { findDecision, tellDecision } from './decisions.ts';
import { findMember, findSpace } from './lookup.ts';
import { findPlace } from './place.ts';

type Question = {
  decision: string;
  may?: string | undefined;
  on?: string | undefined;
  channel?: string | undefined;
};

const isAbout = (space: Space, decision: Decision, account: AccountId): boolean => {
  const { act, author, node } = decision;
  if (author === account || node.content.certificate?.account === account) return true;
  if (act !== undefined && 'log' in act)
    return accountOf(space.governance(), act.log.device, act.log.generation) === account;
  if (act?.type === 'owners.undo')
    return act.from.some(({ log }) => accountOf(space.governance(), log.device, log.generation) === account);
  return act !== undefined && 'account' in act && act.account === account;
};

const isActType = (name: string): name is Exclude<ActType, 'genesis'> =>
  name !== 'genesis' && Object.hasOwn(POLICY, name);

const ruleOf = (type: ActType): Pick<Why, 'needs' | 'unless'> => {
  const rule: { needs: Why['needs']; unless?: object } = POLICY[type];
  return {
    ...(rule.needs === undefined ? {} : { needs: rule.needs }),
    unless: Object.keys(rule.unless ?? {}),
  };
};

const whyDecision = (space: Space, id: EntryId): Why => {
  const found = explainDecision(space.governance(), id);
  if (found === undefined) throw plexiError('NOT_FOUND', { detail: 'decision' });
  const { decision, chain } = found;
  const told = tellDecision(space, decision);
  return {
    allowed: decision.reason === undefined,
    question: `${told.byName}: ${told.type}`,
    ...(decision.act === undefined ? { unless: [] } : ruleOf(decision.act.type)),
    ...(decision.reason === undefined ? {} : { reason: decision.reason }),
    decision: told,
    chain: chain.map((it) => tellDecision(space, it)),
  };
};

const MUTED_BECAUSE = {
  muted: 'the account is muted there',
  'not admitted': 'the channel does not admit the account',
  lapsed: 'the time of its admission is past',
} as const;

export const governanceHandlers = (context: PeerContext) => {
  /** Whether a member may do something now, and what that rests on. */
  const whyMember = async (spaceName: string, question: Question): Promise<Why> => {
    const { space: parent } = await findSpace(context, spaceName);
    const { may, on } = question;
    const place =
      question.channel === undefined ? undefined : await findPlace(context, spaceName, question.channel);
    const space = place?.space ?? parent;
    const governance = space.governance();
    const account = findMember(parent, question.decision);
    const name = parent.words.account(account);
    const chain = explainStanding(governance, account).map((it) => tellDecision(space, it));
    if (may === undefined) {
      const role = governance.state.members[account]?.role;
      return { allowed: role !== undefined, question: `${name}: ${role ?? ''}`, unless: [], chain };
    }
    if (may === 'write') {
      if (place === undefined) throw plexiError('INVALID_INPUT', { detail: 'name a channel' });
      const silence = silenceOf(governance, account, place.channel, context.now());
      const about = decisionsOf(governance).filter(
        ({ act }) =>
          act !== undefined &&
          'account' in act &&
          act.account === account &&
          'channel' in act &&
          (act.channel ?? place.channel) === place.channel,
      );
      return {
        allowed: silence === undefined,
        question: `${name}: write`,
        unless: Object.values(MUTED_BECAUSE),
        ...(silence === undefined ? {} : { reason: MUTED_BECAUSE[silence] }),
        chain: [...chain, ...about.map((it) => tellDecision(space, it))],
      };
    }
    if (!isActType(may)) throw plexiError('INVALID_INPUT', { detail: 'there is no such kind of act' });
    const target = on === undefined ? undefined : findMember(parent, on);
    const allowed = can(governance, account, may, target);
    const rule = { ...ruleOf(may), needs: rankNeeded(may) };
    return {
      allowed,
      question: target === undefined ? `${name}: ${may}` : `${name}: ${may}, ${parent.words.account(target)}`,
      ...rule,
      ...(allowed
        ? {}
        : { reason: `only the rank of ${rule.needs} or above, and above whom it is about, may` }),
      chain,
    };
  };

  return {
    'governance.log': async ({ space: name, limit, before, about, void: onlyVoid }) => {
      const { space } = await findSpace(context, name);
      const account = about === undefined ? undefined : findMember(space, about);
      const all = decisionsOf(space.governance());
      const end =
        before === undefined ? all.length : all.findIndex(({ id }) => id === findDecision(space, before));
      return all
        .slice(0, end)
        .filter((it) => account === undefined || isAbout(space, it, account))
        .filter(({ reason }) => !onlyVoid || reason !== undefined)
        .slice(-limit)
        .map((it) => tellDecision(space, it));
    },
    'governance.why': async ({ space: name, decision, may, channel, on }) => {
      const { space } = await findSpace(context, name);
      const isId = may === undefined && /^[0-9a-f]{4,64}$/i.test(decision);
      return isId
        ? whyDecision(space, findDecision(space, decision))
        : whyMember(name, { decision, may, channel, on });
    },
    'governance.verify': async ({ space: name }) => {
      const { space } = await findSpace(context, name);
      return verifyGovernance({ primitives, replica: space.replica, now: context.now });
    },
  } satisfies Handlers;
};
