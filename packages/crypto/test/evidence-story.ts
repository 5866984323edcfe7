/** A story told by its logs, for the tests of evidence: real keys, real entries. */
import {
  type AccountId,
  type ChannelEvent,
  type ChannelId,
  type DeviceId,
  decodeEvidence,
  type Entry,
  type EntryId,
  type EpochId,
  type Evidence,
  type EvidenceEntry,
  type EvidenceRun,
  encodeEvent,
  encodeEvidence,
  type Hlc,
  idFromBytes,
  issueCertificate,
  type LogRef,
  logIdOf,
  type SpaceId,
  utf8,
  writeEntry,
  ZERO_ID,
} from '@plexi/protocol';
import { nativePrimitives as native } from '../src/native/native.ts';
import { entryKey, sealEntry, verifyEvidence } from '../src/sealing/index.ts';

export const seed = (name: string): Uint8Array => native.sha256(utf8(name));
export const SPACE = idFromBytes<SpaceId>(seed('space'));
export const GENERAL = idFromBytes<ChannelId>(seed('general'));
const EPOCH = idFromBytes<EpochId>(seed('epoch'));
const SECRET = seed('channel secret');

export const person = (name: string, account = name) => {
  const [accountSecretKey, deviceSecretKey] = [seed(`account ${account}`), seed(`device ${name}`)];
  const fields = {
    boxKey: seed(`box ${name}`),
    leafKey: native.publicKeyOf(seed(`leaf ${name}`)),
    issuedAt: 1,
  };
  return {
    account: idFromBytes<AccountId>(native.publicKeyOf(accountSecretKey)),
    device: idFromBytes<DeviceId>(native.publicKeyOf(deviceSecretKey)),
    deviceSecretKey,
    certificate: issueCertificate(native, fields, { accountSecretKey, deviceSecretKey }),
  };
};
type Someone = ReturnType<typeof person>;
export const [dan, cleo, eve] = [person('dan'), person('cleo'), person('eve')];

/** A log as its device writes it, entry by entry, with the key of each. */
export const logOf = (who: Someone, space = SPACE, channel = GENERAL) => {
  const log: LogRef = { channel, device: who.device, generation: 0 };
  const logId = logIdOf(native, space, log);
  const entries: Entry[] = [];
  return {
    who,
    entries,
    write: (event: ChannelEvent, clock: number): Entry => {
      const sequence = entries.length + 1;
      const sealed = sealEntry(native, SECRET, { logId, sequence }, encodeEvent(event));
      const header = {
        logId,
        sequence,
        previous: entries.at(-1)?.id ?? (ZERO_ID as EntryId),
        clock: clock as Hlc,
        epoch: EPOCH,
        keyCommitment: sealed.keyCommitment,
        governanceHeads: [],
      };
      const entry = writeEntry(native, header, sealed.body, who.deviceSecretKey);
      entries.push(entry);
      return entry;
    },
    run: (from: number, to: number): EvidenceRun => ({
      device: who.device,
      certificate: who.certificate,
      generation: 0,
      signature: entries[to - 1]?.signature ?? new Uint8Array(64),
      entries: entries.slice(from - 1, to).map(({ header, parsed, body }) => ({
        header,
        parsed,
        opening: { body: body as Uint8Array, key: entryKey(native, SECRET, logId, parsed.sequence) },
      })),
    }),
  };
};

export const post = (text: string): ChannelEvent => ({ kind: 'post', text });

/** Dan writes three times, Cleo answers in between; his last message is what is reported. */
export const story = () => {
  const [dans, cleos] = [logOf(dan), logOf(cleo)];
  dans.write(post('Hello'), 100);
  dans.write(post('I have coins'), 200);
  cleos.write(post('No, thank you'), 250);
  const reported = dans.write(post('Buy my coins'), 300);
  const evidence: Evidence = { space: SPACE, channel: GENERAL, runs: [dans.run(1, 3), cleos.run(1, 1)] };
  return { dans, cleos, evidence, message: reported.id };
};

const known = new Map([dan, cleo].map(({ device, account }) => [device, account]));
export const verify = (evidence: Evidence, message: string, primitives = native) =>
  verifyEvidence(primitives, decodeEvidence(encodeEvidence(evidence)), {
    message,
    ownerOf: (device) => known.get(device),
    isKnown: (account) => [...known.values()].includes(account),
  });

export const changed = (run: EvidenceRun, at: number, change: Partial<EvidenceEntry>): EvidenceRun => ({
  ...run,
  entries: run.entries.map((entry, i) => (i === at ? { ...entry, ...change } : entry)),
});
/** The story's evidence with Dan's run told otherwise. */
export const withRun = (evidence: Evidence, tell: (run: EvidenceRun) => EvidenceRun): Evidence => ({
  ...evidence,
  runs: evidence.runs.map((run, i) => (i === 0 ? tell(run) : run)),
});
export const keyOf = ({ runs }: Evidence, at: number): Uint8Array =>
  runs[0]?.entries[at]?.opening?.key ?? new Uint8Array(32);
