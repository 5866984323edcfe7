import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createVault, dearerCost, measureCost, openVault, readVaultLock, relockVault } from '../src/index.ts';
import { nativePrimitives as native, nativeStretch } from '../src/native/native.ts';
import { portablePrimitives as portable, portableStretch } from '../src/primitives/portable.ts';

const cost = { memoryKib: 64, passes: 1 };
const withCode = (code: string) => expect.objectContaining({ code }) as Error;
const edit = (file: Uint8Array, change: (json: { slot: Record<string, unknown> }) => void): Uint8Array => {
  const json = JSON.parse(Buffer.from(file).toString()) as { slot: Record<string, unknown> };
  change(json);
  return new Uint8Array(Buffer.from(JSON.stringify(json)));
};

describe('[K7] vault', () => {
  it('opens with its passphrase, in Node and in a browser, to the same keys', () => {
    const { vault, file, key } = createVault(native, nativeStretch, { passphrase: 'Grüße', cost });
    expect(key).toBeUndefined();
    expect(readVaultLock(file)).toEqual({ kind: 'passphrase', cost });
    const decomposed = 'Grüße'.normalize('NFD');
    const again = openVault(portable, portableStretch, file, { passphrase: decomposed });
    expect(again.lock).toBe('passphrase');
    expect(again.databaseKey.reveal()).toEqual(vault.databaseKey.reveal());
    expect(again.rendererKey.reveal()).toEqual(vault.rendererKey.reveal());
    expect(vault.rendererKey.reveal()).not.toEqual(vault.databaseKey.reveal());
    expect(vault.databaseKey.reveal()).toHaveLength(32);
  });

  it('asks for a passphrase, and says when it is wrong', () => {
    const { file } = createVault(native, nativeStretch, { passphrase: 'right', cost });
    expect(() => openVault(native, nativeStretch, file)).toThrow(withCode('PASSPHRASE_NEEDED'));
    for (const passphrase of ['wrong', '', 'Right', 'right ']) {
      expect(() => openVault(native, nativeStretch, file, { passphrase })).toThrow(
        withCode('PASSPHRASE_WRONG'),
      );
    }
    expect(() => createVault(native, nativeStretch, { passphrase: '' })).toThrow(withCode('INVALID_INPUT'));
  });

  it('without a passphrase opens with its key file, and with no other', () => {
    const { vault, file, key } = createVault(native, nativeStretch);
    expect(readVaultLock(file)).toEqual({ kind: 'file', cost: undefined });
    expect(openVault(native, nativeStretch, file, { key }).databaseKey.reveal()).toEqual(
      vault.databaseKey.reveal(),
    );
    const other = createVault(native, nativeStretch).key;
    for (const wrong of [undefined, other, new Uint8Array(31)]) {
      expect(() => openVault(native, nativeStretch, file, { key: wrong })).toThrow(
        withCode('PROFILE_INVALID'),
      );
    }
  });

  it('holds no key in the open, in its file or when printed', () => {
    const { vault, file, key } = createVault(native, nativeStretch);
    const text = Buffer.from(file).toString();
    for (const secret of [vault.databaseKey.reveal(), vault.rendererKey.reveal(), key ?? new Uint8Array()]) {
      expect(text).not.toContain(Buffer.from(secret).toString('base64url'));
    }
    expect(inspect(vault, { depth: 9 })).toContain('[secret]');
    expect(inspect(vault, { depth: 9 })).not.toContain('Uint8Array');
  });

  it('takes another passphrase, or none, and keeps its keys; the wrong one changes nothing', () => {
    const { vault, file } = createVault(native, nativeStretch, { passphrase: 'first', cost });
    const relock = (current: string, next: { passphrase?: string }) =>
      relockVault(native, nativeStretch, file, { passphrase: current }, { ...next, cost });
    expect(() => relock('second', { passphrase: 'third' })).toThrow(withCode('PASSPHRASE_WRONG'));
    expect(() => relock('first', { passphrase: '' })).toThrow(withCode('INVALID_INPUT'));
    const changed = relock('first', { passphrase: 'second' });
    expect(changed.key).toBeUndefined();
    expect(() => openVault(native, nativeStretch, changed.file, { passphrase: 'first' })).toThrow(
      withCode('PASSPHRASE_WRONG'),
    );
    const opened = openVault(native, nativeStretch, changed.file, { passphrase: 'second' });
    expect(opened.databaseKey.reveal()).toEqual(vault.databaseKey.reveal());
    expect(opened.rendererKey.reveal()).toEqual(vault.rendererKey.reveal());
    const freed = relock('first', {});
    expect(openVault(native, nativeStretch, freed.file, { key: freed.key }).databaseKey.reveal()).toEqual(
      vault.databaseKey.reveal(),
    );
  });

  it('costs what the machine bears, memory first, and never less than the floor', () => {
    let clock = 0;
    const measured = (ms: number) =>
      measureCost(
        () => new Uint8Array(32),
        () => (clock += ms),
      );
    expect(measured(5_000)).toEqual({ memoryKib: 64 * 1024, passes: 3 });
    expect(measured(200)).toEqual({ memoryKib: 128 * 1024, passes: 3 });
    expect(measured(80)).toEqual({ memoryKib: 256 * 1024, passes: 3 });
    expect(measured(40)).toEqual({ memoryKib: 256 * 1024, passes: 7 });
    expect(measured(0)).toEqual({ memoryKib: 256 * 1024, passes: 10 });
    expect(dearerCost({ memoryKib: 64, passes: 1 }, 1)).toEqual({ memoryKib: 64 * 1024, passes: 3 });
    expect(dearerCost({ memoryKib: 64 * 1024, passes: 3 }, 250)).toBeUndefined();
    expect(dearerCost({ memoryKib: 256 * 1024, passes: 10 }, 1)).toBeUndefined();
  });

  it('of a newer version is not called damaged', () => {
    const newer = new Uint8Array(Buffer.from(JSON.stringify({ version: 2, slot: { kind: 'keychain' } })));
    expect(() => readVaultLock(newer)).toThrow(withCode('STORE_NEWER'));
  });

  it('stretches by 64 MiB and three passes unless told otherwise, and keeps the cost in the file', () => {
    const { file } = createVault(native, nativeStretch, { passphrase: 'slow' });
    expect(JSON.parse(Buffer.from(file).toString())).toMatchObject({
      version: 1,
      slot: { memoryKib: 65_536, passes: 3 },
    });
    expect(openVault(native, nativeStretch, file, { passphrase: 'slow' }).lock).toBe('passphrase');
  });

  it('[L6] refuses damaged files, and costs that would stop the machine, before it stretches anything', () => {
    const { file } = createVault(native, nativeStretch, { passphrase: 'right', cost });
    const never = () => {
      throw new Error('stretched');
    };
    const damaged = [
      new Uint8Array(0),
      file.slice(0, 40),
      new Uint8Array(5000).fill(0x20),
      new Uint8Array([0xff, 0xfe]),
      edit(file, ({ slot }) => (slot['memoryKib'] = 2 ** 30)),
      edit(file, ({ slot }) => (slot['memoryKib'] = 1.5)),
      edit(file, ({ slot }) => (slot['passes'] = 17)),
      edit(file, ({ slot }) => (slot['passes'] = 0)),
      edit(file, ({ slot }) => (slot['salt'] = 'AAAA')),
      edit(file, ({ slot }) => (slot['kind'] = 'none')),
      edit(file, ({ slot }) => (slot['more'] = 1)),
      edit(file, ({ slot }) => delete slot['box']),
    ];
    for (const bytes of damaged) {
      expect(() => openVault(native, never, bytes, { passphrase: 'right' })).toThrow(
        withCode('PROFILE_INVALID'),
      );
    }
    const flipped = edit(file, ({ slot }) => (slot['box'] = `A${String(slot['box']).slice(1)}`));
    const bytes =
      Buffer.compare(Buffer.from(flipped), Buffer.from(edit(file, () => undefined))) === 0
        ? edit(file, ({ slot }) => (slot['box'] = `B${String(slot['box']).slice(1)}`))
        : flipped;
    expect(() => openVault(native, nativeStretch, bytes, { passphrase: 'right' })).toThrow(
      withCode('PASSPHRASE_WRONG'),
    );
  });
});
