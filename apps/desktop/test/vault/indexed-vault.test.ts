import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { openVault } from '../../src/renderer/vault/indexed-vault.ts';
import { deriveKey, openUpdate, sealUpdate } from '../../src/renderer/vault/seal.ts';

const ACCOUNT = 'a'.repeat(64);
const keyOf = (byte: number): string => Buffer.alloc(32, byte).toString('base64url');
const vaultOf = (byte = 1) => openVault({ account: ACCOUNT, key: keyOf(byte) });

/** Every byte that IndexedDB holds, whatever the database and store, as one string of bytes. */
const readAll = async (): Promise<{ names: string[]; bytes: Buffer; rows: number }> => {
  const parts: Buffer[] = [];
  const names: string[] = [];
  const wait = <Result>(request: IDBRequest<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('failed')));
    });
  for (const { name = '' } of await indexedDB.databases()) {
    names.push(name);
    const db = await wait(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      const rows = (await wait(db.transaction(store).objectStore(store).getAll())) as unknown[];
      for (const row of rows)
        parts.push(row instanceof Uint8Array ? Buffer.from(row) : Buffer.from(String(row)));
    }
    db.close();
  }
  return { names, bytes: Buffer.concat(parts), rows: parts.length };
};

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('[C3] what the interface keeps', () => {
  it('is there again after the window was closed', async () => {
    const first = await vaultOf().open('desk');
    first.doc.getMap('drafts').set('channel', 'half a thought');
    await first.close();
    const second = await vaultOf().open('desk');
    expect(second.doc.getMap('drafts').get('channel')).toBe('half a thought');
    expect(second.discarded).toBe(0);
    await second.close();
  });

  it('is nowhere in the database in the clear', async () => {
    const planted = 'The heron lands at low tide';
    const kept = await vaultOf().open('note/general');
    kept.doc.getText('note').insert(0, planted);
    kept.doc.getMap('drafts').set('channel', planted);
    await kept.flush();
    for (let index = 0; index < 80; index++) {
      kept.doc.getText('note').insert(0, `${planted} `);
      await kept.flush();
    }
    await kept.close();
    const { bytes, names, rows } = await readAll();
    expect(names).toEqual([`plexi/${ACCOUNT}/note/general`]);
    expect(rows).toBeGreaterThan(0);
    expect(bytes.length).toBeGreaterThan(planted.length);
    for (const trace of [planted, 'heron', 'drafts'])
      for (const encoding of ['utf8', 'utf16le'] as const)
        expect(bytes.includes(Buffer.from(trace, encoding)), `${trace} as ${encoding}`).toBe(false);
  });

  it('does not open with another key: it is thrown away, counted, and the document starts anew', async () => {
    const first = await vaultOf(1).open('desk');
    first.doc.getMap('drafts').set('channel', 'secret');
    await first.close();
    const other = await vaultOf(2).open('desk');
    expect(other.discarded).toBe(1);
    expect(other.doc.getMap('drafts').size).toBe(0);
    other.doc.getMap('drafts').set('channel', 'mine');
    await other.close();
    const again = await vaultOf(2).open('desk');
    expect(again.discarded).toBe(0);
    expect(again.doc.getMap('drafts').get('channel')).toBe('mine');
    await again.close();
  });

  it('keeps its content when it is compacted, in fewer pieces', async () => {
    const kept = await vaultOf().open('note/general');
    const text = kept.doc.getText('note');
    let expected = '';
    for (let index = 0; index < 200; index++) {
      text.insert(text.length, `${index} `);
      expected += `${index} `;
      await kept.flush();
    }
    await kept.close();
    const { rows } = await readAll();
    expect(rows).toBeLessThan(80);
    const again = await vaultOf().open('note/general');
    expect(again.doc.getText('note').toJSON()).toBe(expected);
    await again.close();
  });

  it('brings what two windows kept together, compaction in one of them included', async () => {
    const [left, right] = [await vaultOf().open('desk'), await vaultOf().open('desk')];
    right.doc.getMap('drafts').set('right', 'from the right');
    await right.flush();
    for (let index = 0; index < 80; index++) {
      left.doc.getMap('drafts').set('left', `from the left ${index}`);
      await left.flush();
    }
    expect(left.doc.getMap('drafts').get('right')).toBe('from the right');
    await Promise.all([left.close(), right.close()]);
    const again = await vaultOf().open('desk');
    expect(again.doc.getMap('drafts').toJSON()).toEqual({
      left: 'from the left 79',
      right: 'from the right',
    });
    await again.close();
  });

  it('is forgotten on request', async () => {
    const kept = await vaultOf().open('note/general');
    kept.doc.getText('note').insert(0, 'refused');
    await kept.flush();
    await kept.reset();
    const again = await vaultOf().open('note/general');
    expect(again.doc.getText('note').toJSON()).toBe('');
    await again.close();
  });
});

describe('[C3] a sealed update', () => {
  const key = deriveKey(Buffer.alloc(32, 1), 'desk');
  const update = Buffer.from('an update');

  it('opens with its key and as it was sealed, and not otherwise', () => {
    const sealed = sealUpdate(update, key);
    expect(openUpdate(sealed, key)).toEqual(new Uint8Array(update));
    expect(openUpdate(sealed, deriveKey(Buffer.alloc(32, 2), 'desk'))).toBeUndefined();
    expect(openUpdate(sealed.subarray(0, 30), key)).toBeUndefined();
    expect(openUpdate(new Uint8Array(), key)).toBeUndefined();
    for (let index = 0; index < sealed.length; index++) {
      const flipped = sealed.slice();
      flipped[index] = (flipped[index] ?? 0) ^ 1;
      expect(openUpdate(flipped, key)).toBeUndefined();
    }
  });

  it('does not open as part of another document', () => {
    expect(
      openUpdate(sealUpdate(update, key), deriveKey(Buffer.alloc(32, 1), 'note/general')),
    ).toBeUndefined();
  });

  it('never uses a nonce twice', () => {
    const nonces = Array.from({ length: 500 }, () =>
      Buffer.from(sealUpdate(update, key).subarray(0, 24)).toString('hex'),
    );
    expect(new Set(nonces).size).toBe(500);
  });
});
