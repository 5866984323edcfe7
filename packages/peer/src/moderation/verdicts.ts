/**
 * [A3] What moderation finds in messages, by the policy of each one's time: worked out once for each wording, on this device, and
 * remembered without a word of it. The same on every device, since nothing but the text and the policy goes into it.
 */
import type { Judgement } from '@plexi/ai/judge';
import {
  type ChannelId,
  concatBytes,
  equalBytes,
  FINDING_TIERS,
  type Finding,
  type FindingAction,
  fixedBytes,
  type Hlc,
  hidesAnything,
  isPlexiError,
  LIMITS,
  MODERATION_ACTIONS,
  MODERATION_LABELS,
  type ModerationPolicy,
  readCbor,
  utf8,
  writeCbor,
} from '@plexi/protocol';
import type { Write } from '@plexi/storage';
import { z } from 'zod';
import type { SpaceContext } from '../space/context.ts';
import type { Policies, PolicyInForce } from './policies.ts';

/** What may be judged: a message as it reads now. */
interface Wording {
  id: string;
  channel: ChannelId;
  clock: Hlc;
  text: string;
}

export interface Found {
  finding: Finding;
  action: FindingAction;
}

/** The two tiers, wherever they run. */
export type JudgeText = (text: string, policy: ModerationPolicy) => Promise<Judgement>;

export interface Verdicts {
  /** What is found, by message; those that nothing is found in are left out. */
  of(wordings: readonly Wording[]): Promise<Map<string, Found>>;
  /** The same where the policy hides what is found, and of all else nothing. */
  hidden(wordings: readonly Wording[]): Promise<Map<string, Found>>;
  /** What would be found in a text that is written now. */
  preview(channel: ChannelId, text: string): Promise<Found | undefined>;
  /** These are gone: what was found in them goes too. */
  forget(ids: readonly string[]): Promise<void>;
}

const KIND = 'judged';
const RECORD_BYTES = 1024;
const MARK_BYTES = 16;
/** Messages whose verdicts are kept in memory. */
const KEPT = 4096;

const span = z.int().min(0).max(LIMITS.messageBytes);
const foundShape = z.tuple([
  z.enum(MODERATION_LABELS),
  z.int().min(0).max(1000),
  z.enum(FINDING_TIERS),
  z.enum(MODERATION_ACTIONS).exclude(['none']),
  /** The words, as places in the text. */
  z.array(z.tuple([span, span])).max(LIMITS.findingWords),
]);
/** What it was made of, shortened, and what was found if anything was. */
const recordShape = z.union([
  z.tuple([fixedBytes(MARK_BYTES)]),
  z.tuple([fixedBytes(MARK_BYTES), foundShape]),
]);

interface Verdict {
  mark: Uint8Array;
  found: Found | undefined;
}

const toRecord = ({ mark, found }: Verdict, text: string): Uint8Array => {
  if (found === undefined) return writeCbor(recordShape, [mark]);
  const { label, confidence, tier, words } = found.finding;
  const spans = words.map((word): [number, number] => [text.indexOf(word), word.length]);
  const placed = spans.filter(([from]) => from >= 0);
  return writeCbor(recordShape, [mark, [label, confidence, tier, found.action, placed]]);
};

const fromRecord = (bytes: Uint8Array, text: string): Verdict => {
  const [mark, found] = readCbor(recordShape, bytes, RECORD_BYTES, 'STORE_CORRUPT');
  if (found === undefined) return { mark, found };
  const [label, confidence, tier, action, spans] = found;
  const words = spans.map(([from, length]) => text.slice(from, from + length));
  return { mark, found: { finding: { label, confidence, tier, words }, action } };
};

export const createVerdicts = (
  context: Pick<SpaceContext, 'primitives' | 'store' | 'space'>,
  policies: Policies,
  judge: JudgeText,
): Verdicts => {
  const { primitives, store, space } = context;
  const recent = new Map<string, Verdict>();

  const keep = (id: string, verdict: Verdict): void => {
    recent.delete(id);
    recent.set(id, verdict);
    for (const oldest of recent.keys()) {
      if (recent.size <= KEPT) break;
      recent.delete(oldest);
    }
  };

  const markOf = ({ act }: PolicyInForce, text: string): Uint8Array =>
    primitives.sha256(concatBytes(utf8(act ?? ''), new Uint8Array(1), utf8(text))).slice(0, MARK_BYTES);

  const remembered = async ({ id, text }: Wording, mark: Uint8Array): Promise<Verdict | undefined> => {
    const known = recent.get(id);
    if (known !== undefined && equalBytes(known.mark, mark)) return known;
    const record = await store.record(space, KIND, id);
    const verdict = record && fromRecord(record, text);
    return verdict !== undefined && equalBytes(verdict.mark, mark) ? verdict : undefined;
  };

  /** Undefined where the text takes longer than any may. */
  const judgeText = async (text: string, policy: ModerationPolicy): Promise<Judgement | undefined> => {
    try {
      return await judge(text, policy);
    } catch (error) {
      if (isPlexiError(error) && error.code === 'TOO_BUSY') return undefined;
      throw error;
    }
  };

  const ofAll = async (
    wordings: readonly Wording[],
    concerns: (policy: ModerationPolicy) => boolean,
  ): Promise<Map<string, Found>> => {
    const found = new Map<string, Found>();
    const writes: Write[] = [];
    for (const wording of wordings) {
      const { id, channel, clock, text } = wording;
      const inForce = await policies.at(channel, clock);
      if (inForce === undefined || text === '' || !concerns(inForce.policy)) continue;
      const mark = markOf(inForce, text);
      let verdict = await remembered(wording, mark);
      if (verdict === undefined) {
        const judgement = await judgeText(text, inForce.policy);
        verdict = { mark, found: judgement?.found };
        const isJudged = judgement !== undefined;
        if (isJudged && (verdict.found !== undefined || hidesAnything(inForce.policy)))
          writes.push({ type: 'record', scope: space, kind: KIND, key: id, value: toRecord(verdict, text) });
      }
      keep(id, verdict);
      if (verdict.found !== undefined) found.set(id, verdict.found);
    }
    if (writes.length > 0) await store.commit(writes);
    return found;
  };

  return {
    of: (wordings) => ofAll(wordings, () => true),
    hidden: async (wordings) => {
      const found = await ofAll(wordings, hidesAnything);
      return new Map([...found].filter(([, { action }]) => action === 'hide'));
    },
    preview: async (channel, text) => {
      const inForce = await policies.now(channel);
      return inForce && (await judgeText(text, inForce.policy))?.found;
    },
    forget: async (ids) => {
      const writes: Write[] = [];
      for (const id of ids) {
        recent.delete(id);
        if ((await store.record(space, KIND, id)) !== undefined)
          writes.push({ type: 'record', scope: space, kind: KIND, key: id, value: undefined });
      }
      if (writes.length > 0) await store.commit(writes);
    },
  };
};
