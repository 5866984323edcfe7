/** What people write and machines show: Markdown, addresses, canvases, pictures, searches, words that are judged. */

import { findClientUser } from '../../../apps/desktop/src/browser/same-user.ts';
import { classify } from '../../../packages/ai/src/moderation/classify.ts';
import { decodeMark } from '../../../packages/peer/src/account-state/item.ts';
import { unpackItems } from '../../../packages/peer/src/account-state/packing.ts';
import { decodeWaiting, encodeWaiting } from '../../../packages/peer/src/replica/drop-records.ts';
import { decodeIdList } from '../../../packages/peer/src/replica/id-list.ts';
import { readDate } from '../../../packages/peer/src/search/read-date.ts';
import { readQuery } from '../../../packages/peer/src/search/read-query.ts';
import { readVerified } from '../../../packages/peer/src/verification/verified.ts';
import { canvasClientId, canvasClientIds } from '../../../packages/protocol/src/canvas/client-id.ts';
import { writeContent } from '../../../packages/protocol/src/canvas/content.ts';
import { composeUpdate, createCanvas } from '../../../packages/protocol/src/canvas/document.ts';
import { readMarkdown, writeMarkdown } from '../../../packages/protocol/src/canvas/markdown.ts';
import { partsOfUpdate } from '../../../packages/protocol/src/canvas/update.ts';
import { encodeCbor } from '../../../packages/protocol/src/cbor.ts';
import { idToBytes } from '../../../packages/protocol/src/ids.ts';
import {
  decodeAside,
  decodeLostEntries,
  encodeAside,
  encodeLostEntries,
  readPlaceKey,
} from '../../../packages/storage/src/lost.ts';
import { packHeader, unpackHeader } from '../../../packages/storage/src/sqlite/packed-header.ts';
import { decodeBase64url } from '../../../packages/ui/src/canvas/base64url.ts';
import { pictureSize } from '../../../packages/ui/src/files/picture-size.ts';
import { isMisleading, readAddress, readPermalink } from '../../../packages/ui/src/markdown/address.ts';
import { parseMarkdown } from '../../../packages/ui/src/markdown/parse-markdown.ts';
import { readPhrase } from '../../../packages/ui/src/welcome/phrase-words.ts';
import { ofText, type Target, target, texts } from '../target.ts';
import { ACCOUNT, CLOCK, ENTRY, EPOCH, id, PRIMITIVES, SIGNED, SPACE } from './material.ts';

const PLACE = { logId: idToBytes(SIGNED.parsed.logId), sequence: SIGNED.parsed.sequence };
/** A header whose body is as long as its field can say. */
const LONGEST_BODY = SIGNED.header.with(175, 0xff).with(176, 0xff).with(177, 0xff).with(178, 0xff);
const WRITERS = canvasClientIds(PRIMITIVES, id(6));
const CONTENT =
  '# Title\n\n- one\n- two **bold**\n\n> quote\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n```js\nlet x;\n```\n';
const UPDATE = composeUpdate(createCanvas().state(), canvasClientId(PRIMITIVES, id(6), 0), (doc) =>
  writeContent(doc, readMarkdown(CONTENT)),
);
const WORD = composeUpdate(createCanvas().state(), canvasClientId(PRIMITIVES, id(6), 0), (doc) =>
  writeContent(doc, readMarkdown('word')),
);

/** An update that is found lawful is one that a canvas takes, shows and sends on. */
const takeUpdate = (bytes: Uint8Array): void => {
  const canvas = createCanvas();
  const { verdict } = canvas.take({ update: bytes, writers: WRITERS });
  if (verdict !== 'lawful') return;
  writeMarkdown(canvas.read());
  partsOfUpdate(canvas.state());
};

const MESSAGE =
  '# A *b* **c** ~~d~~ `e` [f](https://g.example "h") <i@j.example>\n> k\n1. l\n2. ![m](n)\n\n|o|p|\n|-|-|\n|q|r|\n';

export const SHOWN: Readonly<Record<string, Target>> = {
  'canvas-update': target({
    reads: { createCanvas, partsOfUpdate },
    run: takeUpdate,
    seeds: () => [UPDATE, WORD, Uint8Array.of(0, 0)],
  }),
  'canvas-markdown': target({
    reads: { readMarkdown },
    run: ofText((text) => writeMarkdown(readMarkdown(text))),
    // What a person pastes into a canvas of their own: 32,000 cells of a table are as many nodes of a document.
    most: { ms: 1000, bytes: 256 * 1024 * 1024 },
    seeds: texts(CONTENT, MESSAGE),
  }),
  markdown: target({
    reads: { parseMarkdown },
    run: ofText(parseMarkdown),
    seeds: texts(CONTENT, MESSAGE, 'plexi://join/abc https://example.org/a?b#c'),
  }),
  address: target({
    reads: { readAddress, readPermalink },
    run: ofText((text) => {
      readPermalink(text);
      const [href = '', words = ''] = text.split(' ');
      const address = readAddress(href);
      if (address !== undefined) isMisleading(words, address);
    }),
    seeds: texts(
      'https://example.org/a?b#c example.com',
      'mailto:a@b.example',
      `plexi://${'a'.repeat(64)}/${'b'.repeat(64)}/${'c'.repeat(64)}`,
    ),
  }),
  'picture-size': target({
    reads: { pictureSize },
    run: pictureSize,
    seeds: () =>
      [
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
        'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
        '/9j/4AAQSkZJRgABAQEASABIAAD/wAARCAABAAEDASIAAhEBAxEB',
        'UklGRhAAAABXRUJQVlA4TAQAAAAvAAAA',
        'AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAB5pc3BlAAAAAAAAAAEAAAAB',
      ].map((base64) => new Uint8Array(Buffer.from(base64, 'base64'))),
  }),
  base64url: target({
    reads: { decodeBase64url },
    run: ofText(decodeBase64url),
    seeds: texts('AQIDBA', '-_-_'),
    // It reads what our own peer wrote, and says what `atob` says of anything else.
    mayThrow: (error) => error instanceof DOMException,
  }),
  search: target({
    reads: { readQuery },
    run: ofText(readQuery),
    seeds: texts('from:ada "two words" -not in:general has:file after:2026-01-01 wor'),
  }),
  date: target({ reads: { readDate }, run: ofText(readDate), seeds: texts('2026-01-02', 'today', '2026') }),
  'phrase-words': target({
    reads: { readPhrase },
    run: ofText((text) => readPhrase(text)),
    seeds: texts('abandon abandon zoo'),
  }),
  moderation: target({
    reads: { classify },
    run: ofText((text) => classify(text)),
    unmeasured: 'it runs in a thread of its own, which LIMITS.judgeMs ends',
    seeds: texts(
      'you are 1d10t',
      'free n1tro https://disc0rd.example/gift?a=b @everyone',
      'ℍ𝕖𝕝𝕝𝕠 \u200bworld',
    ),
  }),
  'tcp-table': target({
    reads: { findClientUser },
    run: ofText((text) => findClientUser(text, 40_000, 4001)),
    seeds: texts(
      '  sl  local_address rem_address st\n   0: 0100007F:9C40 0100007F:0FA1 01 00000000:00000000 00:00000000 00000000  1000 0\n',
    ),
  }),
  'account-items': target({
    reads: { unpackItems, decodeMark, readVerified },
    run: (bytes) =>
      unpackItems(SPACE, bytes).map(([, { value }]) => [decodeMark(value), readVerified(value)]),
    seeds: () => [
      encodeCbor([
        ['./read/general', '4:7', CLOCK],
        ['*/setting/x', null, CLOCK],
      ]),
    ],
  }),
  'packed-header': target({
    reads: { unpackHeader },
    run: (bytes) => unpackHeader(bytes, PLACE, () => idToBytes(EPOCH)),
    seeds: () => [
      packHeader(SIGNED.signature, SIGNED.header, PLACE, () => 300),
      packHeader(SIGNED.signature, SIGNED.header.subarray(1), PLACE, () => 300),
      packHeader(SIGNED.signature, LONGEST_BODY, PLACE, () => 0xffffffff),
    ],
  }),
  'told-by-a-repair': target({
    reads: { decodeAside, decodeLostEntries, readPlaceKey },
    run: (bytes) => {
      readPlaceKey(new TextDecoder().decode(bytes));
      if (bytes[0] === 0x5b) decodeLostEntries(bytes);
      else decodeAside(bytes);
    },
    seeds: () => [
      encodeAside(SIGNED),
      encodeLostEntries({ log: { channel: id(3), device: id(4), generation: 2 }, extent: 90 }),
    ],
  }),
  'waiting-order': target({
    reads: { decodeWaiting, decodeIdList },
    run: (bytes) => {
      decodeIdList(bytes);
      decodeWaiting(bytes);
    },
    seeds: () => [
      encodeWaiting({
        by: ACCOUNT,
        dueMs: 5,
        targets: [{ logId: id(6), sequence: 1, entry: ENTRY }],
        blobs: [id(8)],
      }),
    ],
  }),
};
