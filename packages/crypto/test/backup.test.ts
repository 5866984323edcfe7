import { type AccountId, type Hlc, idFromBytes, LIMITS } from '@plexi/protocol';
import { describe, expect, it } from 'vitest';
import { type Backup, openBackup, sealBackup } from '../src/index.ts';
import { nativePrimitives as native, nativeStretch } from '../src/native/native.ts';
import { portablePrimitives as portable, portableStretch } from '../src/primitives/portable.ts';

const cost = { memoryKib: 64, passes: 1 };
const passphrase = 'correct horse';
const withCode = (code: string) => expect.objectContaining({ code }) as Error;
const hlc = (clock: number) => clock as Hlc;
const BACKUP: Backup = {
  account: idFromBytes<AccountId>(new Uint8Array(32).fill(3)),
  name: 'Ada',
  madeAt: 1_750_000_000_000,
  link: 'plexi://device/abc',
  items: [
    ['*/setting/theme', 'dark', hlc(1_750_000_000_000 * 1024)],
    ['*/block/x', null, hlc(1)],
  ],
};
const seal = (backup: Backup = BACKUP): Uint8Array =>
  sealBackup(native, nativeStretch, backup, { passphrase, cost });

describe('[K8] a backup', () => {
  it('opens with its passphrase, in Node and in a browser', () => {
    const file = seal();
    expect(openBackup(native, nativeStretch, file, passphrase)).toEqual(BACKUP);
    expect(openBackup(portable, portableStretch, file, passphrase)).toEqual(BACKUP);
    for (const wrong of ['correct horsf', '', 'Correct horse'])
      expect(() => openBackup(native, nativeStretch, file, wrong)).toThrow(withCode('BACKUP_WRONG'));
    expect(() => sealBackup(native, nativeStretch, BACKUP, { passphrase: '' })).toThrow(
      withCode('INVALID_INPUT'),
    );
  });

  it('says nothing without it, and no two are sealed alike', () => {
    const [one, other] = [seal(), seal()];
    const text = Buffer.from(one).toString('latin1');
    for (const word of ['Ada', 'plexi://', 'setting', 'dark']) expect(text).not.toContain(word);
    expect(one.subarray(14)).not.toEqual(other.subarray(14));
  });

  it('with any byte changed, cut off, or with something behind it, opens to nothing', () => {
    const file = seal();
    // The cost is part of the key: a planted one is refused by its bounds, or gives another key.
    const cheap: typeof nativeStretch = (words, salt) => nativeStretch(words, salt, cost);
    for (let at = 0; at < file.length; at++) {
      const changed = file.slice();
      changed[at] = (changed[at] as number) ^ 1;
      expect(() => openBackup(native, cheap, changed, passphrase)).toThrow(
        at < 9
          ? withCode('BACKUP_INVALID')
          : expect.objectContaining({ code: expect.stringMatching(/^BACKUP_/u) }),
      );
    }
    for (const length of [0, 1, 8, 53, file.length - 1])
      expect(() => openBackup(native, cheap, file.slice(0, length), passphrase)).toThrow(/backup/u);
    const longer = new Uint8Array(file.length + 1);
    longer.set(file);
    expect(() => openBackup(native, cheap, longer, passphrase)).toThrow(withCode('BACKUP_WRONG'));
  });

  it('[L6] of more than LIMITS.backupBytes or LIMITS.backupItems, or that would stop the machine, is not opened', () => {
    const never = () => {
      throw new Error('stretched');
    };
    const open = (file: Uint8Array) => openBackup(native, never, file, passphrase);
    expect(() => open(new Uint8Array(LIMITS.backupBytes + 1))).toThrow(withCode('BACKUP_INVALID'));
    const dear = seal();
    new DataView(dear.buffer).setUint32(9, 2 ** 30);
    expect(() => open(dear)).toThrow(withCode('BACKUP_INVALID'));
    const item = (i: number): Backup['items'][number] => [`*/x/${i}`, null, hlc(1)];
    const items = (count: number) => Array.from({ length: count }, (_, i) => item(i));
    expect(
      openBackup(native, nativeStretch, seal({ ...BACKUP, items: items(LIMITS.backupItems) }), passphrase)
        .items,
    ).toHaveLength(LIMITS.backupItems);
    expect(() => seal({ ...BACKUP, items: items(LIMITS.backupItems + 1) })).toThrow(/too_big|Too big/u);
    const wide = items(300).map(([key]): Backup['items'][number] => [key, 'x'.repeat(4000), hlc(1)]);
    expect(() => seal({ ...BACKUP, items: wide })).toThrow(withCode('TOO_LARGE'));
  });
});
