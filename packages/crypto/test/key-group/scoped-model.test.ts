/** [K4] [K6] Who opens what, over random histories with partitions: against what the acts alone say of each text. */
import { type ChannelId, type DeviceId, type EntryId, LIMITS } from '@plexi/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeKeyMessage } from '../../src/key-group/message.ts';
import { pastOf, readersAt, type Shelf, type TextItem } from './governance.ts';
import { converge, founded, GENERAL, letIn, type Member, meet, newcomer } from './story.ts';

const SCOPES: ChannelId[] = [GENERAL, '77'.repeat(32) as ChannelId];

/** How long to look, and where: the usual run is a short one and always the same. */
const numRuns = Number(process.env['PLEXI_PROPERTY_RUNS'] ?? 25);
const seed = Number(process.env['PLEXI_PROPERTY_SEED'] ?? 1);

const stepShape = fc.record({
  kind: fc.constantFrom(
    'open',
    'open',
    'close',
    'write',
    'write',
    'write',
    'meet',
    'meet',
    'letIn',
    'expel',
    'restart',
    'share',
  ),
  who: fc.nat(9),
  whom: fc.nat(9),
  scope: fc.nat(1),
  history: fc.boolean(),
  subset: fc.nat(255),
});
type Step = typeof stepShape extends fc.Arbitrary<infer Shape> ? Shape : never;

interface Written {
  item: TextItem;
  isFull: boolean;
  /** The acts that its author knew. */
  known: Set<EntryId>;
}

interface World {
  full: Member[];
  scoped: Member[];
  written: Written[];
  /** Who was removed. */
  out: Member[];
}

const pick = <Item>(items: readonly Item[], at: number): Item => items[at % items.length] as Item;

const attempt = (author: Member, scope: ChannelId): TextItem | undefined => {
  const before = new Set(author.shelf.texts.keys());
  try {
    author.write(`text ${before.size} of ${author.name}`, scope);
  } catch {
    return undefined;
  }
  return [...author.shelf.texts.values()].find(({ entry }) => !before.has(entry));
};

const take = async (world: World, { kind, who, whom, scope, history, subset }: Step): Promise<void> => {
  const { full, scoped, written } = world;
  const everyone = [...full, ...scoped];
  const member = pick(full, who);
  const other = pick(scoped, whom);
  const channel = pick(SCOPES, scope);
  switch (kind) {
    case 'open':
      return member.openTo(other, channel, history);
    case 'close':
      return member.closeTo(other, channel);
    case 'write': {
      const author = pick(everyone, who);
      const isFull = full.includes(author);
      if (isFull) await author.reconcile();
      const item = attempt(author, channel);
      // A member's device always gets on with it.
      if (item === undefined) return expect(isFull).toBe(false);
      written.push({ item, isFull, known: new Set(author.shelf.acts.keys()) });
      return undefined;
    }
    case 'meet':
      return meet(...everyone.filter((_, i) => ((subset >> i) & 1) === 1));
    case 'letIn': {
      if (full.length > 3) return undefined;
      const late = await newcomer(`late ${full.length}`, full[0] as Member);
      await letIn(member, late);
      await meet(member, late);
      await late.offerPackages();
      full.push(late);
      return undefined;
    }
    case 'expel': {
      // The founder stays, and so does one scoped device.
      const isScoped = subset % 2 === 0;
      const out = isScoped ? scoped[1] : full[2];
      if (out === undefined) return undefined;
      (isScoped ? scoped : full).splice(isScoped ? 1 : 2, 1);
      pick(full, who).remove(out);
      world.out.push(out);
      return undefined;
    }
    case 'restart':
      return pick(everyone, who).restart();
    default:
      await member.publishShares();
      return undefined;
  }
};

const isReader = (shelf: Shelf, ids: Iterable<EntryId>, device: DeviceId, scope: ChannelId) =>
  readersAt(shelf, ids)
    .get(scope)
    ?.find((reader) => reader.device === device);

/** What the acts say of a device and a text: whether it must open, and whether it may. */
const entitlement = (shelf: Shelf, { item, isFull, known }: Written, device: DeviceId) => {
  const { scope, epoch } = item;
  const made = [...shelf.keys.values()].find(({ body }) => {
    const message = decodeKeyMessage(body);
    return (message.type === 'root' || message.type === 'commit') && message.epoch === epoch;
  });
  const reads = isReader(shelf, shelf.acts.keys(), device, scope);
  const readThen = isReader(shelf, pastOf(shelf, made?.heads ?? []), device, scope) !== undefined;
  const wasKnown = isFull && reads?.openings.some((id) => known.has(id)) === true;
  const must = reads !== undefined && (reads.history || readThen || wasKnown);
  const endings = [...known].flatMap((id) => {
    const act = shelf.acts.get(id);
    return act?.close?.device === device && act.close.scope === scope ? [id] : [];
  });
  const may = [...shelf.acts.values()].some(({ id, open }) => {
    if (open?.device !== device || open.scope !== scope || !open.history) return false;
    const past = pastOf(shelf, [id]);
    return !(known.has(id) && endings.some((ending) => !past.has(ending)));
  });
  return { must, may: may || readThen };
};

describe('[K4] [K6] whoever is entitled opens it, and nobody else', () => {
  it('property: over random histories with partitions', async () => {
    const seen = { must: 0, mustNot: 0, out: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(stepShape, { minLength: 15, maxLength: 35 }), async (steps) => {
        const full = await founded('ada', 'ben');
        const scoped: Member[] = [];
        for (const name of ['guest', 'node']) {
          const one = await newcomer(name, full[0] as Member);
          full[0]?.admitScoped(one);
          scoped.push(one);
        }
        await meet(...full, ...scoped);
        const world: World = { full, scoped, written: [], out: [] };
        for (const step of steps) await take(world, step);
        await converge(...full, ...scoped);
        for (const member of full) expect(member.unreadable(), `for ${member.name}`).toBe(0);
        for (const reader of scoped) {
          const opened = new Set(reader.readable());
          // What only somebody had who was removed did not get around.
          for (const text of world.written.filter(({ item }) => reader.shelf.texts.has(item.entry))) {
            const { must, may } = entitlement(reader.shelf, text, reader.device.device);
            if (must) seen.must++;
            if (!may) seen.mustNot++;
            const what = `${reader.name} and ${text.item.entry.slice(0, 8)} of ${text.item.scope.slice(0, 4)}`;
            if (must) expect(opened.has(text.item.entry), `${what} must`).toBe(true);
            if (!may) expect(opened.has(text.item.entry), `${what} must not`).toBe(false);
          }
        }
        for (const out of world.out) {
          // They get all that was ever sealed, and the whole of governance and keys.
          await meet(full[0] as Member, out);
          const opened = new Set(out.readable());
          const { device } = out.device;
          for (const { item, known } of world.written) {
            const isOut = [...known].some((id) => out.shelf.acts.get(id)?.remove === device);
            if (isOut) seen.out++;
            if (isOut) expect(opened.has(item.entry), `${out.name}, who is out`).toBe(false);
          }
        }
        // What nobody owes any more is in a bounded number of messages.
        const messages = [...(full[0] as Member).shelf.keys.values()];
        expect(messages.every(({ body }) => body.length <= LIMITS.bodyBytes)).toBe(true);
      }),
      { numRuns, seed, endOnFailure: true },
    );
    expect(seen.must).toBeGreaterThan(25);
    expect(seen.mustNot).toBeGreaterThan(25);
    expect(seen.out).toBeGreaterThan(10);
  });
});
