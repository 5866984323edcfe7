/** [A4] Evidence of a report, told truly and in every way of lying that we could think of. */
import {
  type ChannelId,
  decodeCbor,
  decodeEvidence,
  type Entry,
  type Evidence,
  type EvidenceEntry,
  type EvidenceRun,
  encodeCbor,
  encodeEvent,
  encodeEvidence,
  idFromBytes,
  LIMITS,
  type SpaceId,
} from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { nativePrimitives as native } from '../src/native/native.ts';
import { portablePrimitives as portable } from '../src/primitives/portable.ts';
import { keyCommitment, sealWith } from '../src/sealing/index.ts';
import {
  changed,
  cleo,
  dan,
  eve,
  GENERAL,
  keyOf,
  logOf,
  person,
  post,
  SPACE,
  seed,
  story,
  verify,
  withRun,
} from './evidence-story.ts';

describe('[A4] evidence', () => {
  test('that is true says who wrote what, in the order of the timeline, in Node and in a browser', () => {
    const { evidence, message } = story();
    for (const primitives of [native, portable]) {
      const { failed, shown, reported } = verify(evidence, message, primitives);
      expect(failed).toEqual([]);
      expect(shown.map(({ account, event }) => [account, event.kind === 'post' && event.text])).toEqual([
        [dan.account, 'Hello'],
        [dan.account, 'I have coins'],
        [cleo.account, 'No, thank you'],
        [dan.account, 'Buy my coins'],
      ]);
      expect(reported?.id).toBe(message);
    }
  });

  test('shows as little as it says: a link has no words, and each key opens its one entry', () => {
    const { dans, evidence, message } = story();
    const linked = withRun(evidence, (run) => changed(run, 1, { opening: undefined }));
    const { failed, shown } = verify(linked, message);
    expect(failed).toEqual([]);
    expect(shown.map(({ sequence }) => sequence)).not.toContain(2);
    const keys = [0, 1, 2].map((at) => keyCommitment(native, keyOf(evidence, at)));
    expect(keys).toEqual(dans.entries.map(({ parsed }) => parsed.keyCommitment));
    expect(new Set(keys).size).toBe(3);
  });

  test('[L3] an entry whose own signature is bad is vouched for by the one that follows', () => {
    const { dans, cleos, message } = story();
    const spoiled = dans.entries[2] as Entry;
    dans.entries[2] = { ...spoiled, signature: new Uint8Array(64) };
    const alone: Evidence = { space: SPACE, channel: GENERAL, runs: [dans.run(3, 3), cleos.run(1, 1)] };
    expect(verify(alone, message).failed).toContain('signature');
    dans.write(post('later'), 400);
    const [run] = [dans.run(3, 4)];
    const vouched = { ...alone, runs: [changed(run, 1, { opening: undefined }), cleos.run(1, 1)] };
    expect(verify(vouched, message).failed).toEqual([]);
  });

  test('a device that the space does not know counts by its certificate, if its account is known there', () => {
    const other = person('dan at home', 'dan');
    const log = logOf(other);
    const { id } = log.write(post('Buy'), 100);
    expect(verify({ space: SPACE, channel: GENERAL, runs: [log.run(1, 1)] }, id).failed).toEqual([]);
    const stranger = logOf(eve);
    const said = stranger.write(post('Buy'), 100);
    const evidence = { space: SPACE, channel: GENERAL, runs: [stranger.run(1, 1)] };
    expect(verify(evidence, said.id).failed).toEqual(['certificate', 'message']);
  });
});

describe('[A4] a lie is found by name:', () => {
  const lies: [string, (of: ReturnType<typeof story>) => [Evidence, string?], string[]][] = [
    [
      'other words under the same key',
      ({ evidence }) => {
        const body = sealWith(native, keyOf(evidence, 2), encodeEvent(post('I hate you')));
        const key = keyOf(evidence, 2);
        return [withRun(evidence, (run) => changed(run, 2, { opening: { body, key } }))];
      },
      ['body', 'message'],
    ],
    [
      'another key, with a body of its own',
      ({ evidence }) => {
        const key = seed('another');
        const body = sealWith(native, key, encodeEvent(post('I hate you')));
        return [withRun(evidence, (run) => changed(run, 2, { opening: { body, key } }))];
      },
      ['key', 'body', 'message'],
    ],
    [
      'another key for the true body',
      ({ evidence }) => {
        const body = evidence.runs[0]?.entries[2]?.opening?.body as Uint8Array;
        return [withRun(evidence, (run) => changed(run, 2, { opening: { body, key: seed('another') } }))];
      },
      ['key', 'message'],
    ],
    [
      'words put into the mouth of somebody else',
      ({ evidence }) => [
        withRun(evidence, (run) => ({ ...run, device: cleo.device, certificate: cleo.certificate })),
      ],
      ['signature', 'place', 'message'],
    ],
    [
      'a clock that its own device set back',
      () => {
        const log = logOf(dan);
        log.write(post('Hello'), 200);
        const { id } = log.write(post('Buy my coins'), 200);
        return [{ space: SPACE, channel: GENERAL, runs: [log.run(1, 2)] }, id];
      },
      ['links', 'message'],
    ],
    [
      'a device said to be of another account',
      ({ evidence }) => [
        withRun(evidence, (run) => ({ ...run, certificate: person('dan', 'cleo').certificate })),
      ],
      ['certificate', 'message'],
    ],
    [
      'a device that the space does not know, with the certificate of another',
      ({ evidence }) => {
        const log = logOf({ ...eve, certificate: dan.certificate });
        const { id } = log.write(post('I hate you'), 300);
        return [{ ...evidence, runs: [log.run(1, 1)] }, id];
      },
      ['certificate', 'message'],
    ],
    [
      'a certificate that nobody signed',
      ({ evidence }) => {
        const certificate = dan.certificate.slice();
        certificate[certificate.length - 1] = (certificate.at(-1) as number) ^ 1;
        return [withRun(evidence, (run) => ({ ...run, certificate }))];
      },
      ['certificate', 'message'],
    ],
    [
      'an entry that its device never signed',
      ({ evidence }) => {
        const log = logOf({ ...dan, deviceSecretKey: eve.deviceSecretKey });
        const { id } = log.write(post('I hate you'), 300);
        return [{ ...evidence, runs: [log.run(1, 1)] }, id];
      },
      ['signature', 'message'],
    ],
    [
      'two entries that change places',
      ({ evidence }) => [
        withRun(evidence, (run) => {
          const [first, second, third] = run.entries as [EvidenceEntry, EvidenceEntry, EvidenceEntry];
          return { ...run, entries: [second, first, third] };
        }),
      ],
      ['links', 'message'],
    ],
    [
      'stretches of one log that tell of different pasts',
      ({ dans, cleos, evidence, message }) => {
        const other = logOf(dan);
        for (const text of ['Hello', 'What?', 'Really']) other.write(post(text), 500);
        return [{ ...evidence, runs: [dans.run(3, 3), other.run(2, 2), cleos.run(1, 1)] }, message];
      },
      ['order'],
    ],
    [
      'a chain with its middle cut out',
      ({ evidence }) => [
        withRun(evidence, (run) => ({ ...run, entries: run.entries.filter((_, i) => i !== 1) })),
      ],
      ['links', 'message'],
    ],
    [
      'a chain with its end cut off',
      ({ dans, evidence }) => [
        withRun(evidence, (run) => ({ ...run, entries: run.entries.slice(0, 2) })),
        dans.entries[1]?.id ?? '',
      ],
      ['signature', 'message'],
    ],
    [
      'an entry of another channel',
      ({ evidence }) => {
        const log = logOf(dan, SPACE, idFromBytes<ChannelId>(seed('random')));
        const { id } = log.write(post('Buy my coins'), 300);
        return [{ ...evidence, runs: [log.run(1, 1)] }, id];
      },
      ['place', 'message'],
    ],
    [
      'an entry of another space',
      ({ evidence }) => {
        const log = logOf(dan, idFromBytes<SpaceId>(seed('elsewhere')));
        const { id } = log.write(post('Buy my coins'), 300);
        return [{ ...evidence, runs: [log.run(1, 1)] }, id];
      },
      ['place', 'message'],
    ],
    [
      'an edit shown as what was first written',
      ({ dans, evidence, message }) => {
        const edit = dans.write({ kind: 'edit', target: message, text: 'I hate you', mentions: {} }, 400);
        return [{ ...evidence, runs: [dans.run(4, 4)] }, edit.id];
      },
      ['message'],
    ],
    ['a message that is not there at all', ({ evidence }) => [evidence, 'ab'.repeat(32)], ['message']],
    [
      'a reaction reported as a message',
      ({ dans, evidence, message }) => {
        const said = dans.write({ kind: 'react', target: message, emoji: '👍', on: true }, 400);
        return [{ ...evidence, runs: [dans.run(4, 4)] }, said.id];
      },
      ['message'],
    ],
  ];
  test.each(lies)('%s', (_, lie, checks) => {
    const told = story();
    const [evidence, message = told.message] = lie(told);
    const { failed, reported } = verify(evidence, message);
    expect(failed).toEqual(checks);
    if (checks.includes('message')) expect(reported).toBeUndefined();
  });

  test('[L6] more than a report may show is refused before anything is checked', () => {
    const { evidence } = story();
    const code = (wanted: string) => expect.objectContaining({ code: wanted }) as Error;
    const body = new Uint8Array(LIMITS.evidenceBytes - 100);
    const heavy = withRun(evidence, (run) => changed(run, 2, { opening: { body, key: keyOf(evidence, 2) } }));
    expect(() => encodeEvidence(heavy)).toThrow(code('TOO_LARGE'));
    expect(() => decodeEvidence(new Uint8Array(LIMITS.evidenceBytes + 1))).toThrow(code('ENTRY_MALFORMED'));
    const [run] = evidence.runs as [EvidenceRun];
    const links = Array.from({ length: LIMITS.evidenceEntries }, () => ({
      ...run.entries[0],
      opening: undefined,
    }));
    const long = { ...evidence, runs: [{ ...run, entries: links as EvidenceEntry[] }] };
    expect(decodeEvidence(encodeEvidence(long)).runs[0]?.entries).toHaveLength(LIMITS.evidenceEntries);
    expect(() => encodeEvidence({ ...long, runs: [...long.runs, run] })).toThrow(code('TOO_LARGE'));
    const half = { ...run, entries: (links as EvidenceEntry[]).slice(1) };
    const most128 = encodeEvidence({ ...long, runs: [half, { ...run, entries: run.entries.slice(0, 1) }] });
    expect(decodeEvidence(most128).runs).toHaveLength(2);
    const twice = decodeCbor(encodeEvidence(long), LIMITS.evidenceBytes) as { runs: unknown[] };
    const longer = encodeCbor({ ...twice, runs: [...twice.runs, ...twice.runs] });
    expect(() => decodeEvidence(longer)).toThrow(code('ENTRY_OVERSIZED'));
    const many = { ...evidence, runs: Array.from({ length: LIMITS.evidenceRuns + 1 }, () => run) };
    expect(() => encodeEvidence(many)).toThrow(code('TOO_LARGE'));
    const most = { ...evidence, runs: Array.from({ length: LIMITS.evidenceRuns }, () => run) };
    expect(decodeEvidence(encodeEvidence(most)).runs).toHaveLength(LIMITS.evidenceRuns);
  });
});
