/** [P1] Packages that lie: what they would have written, read or widened, and how they are refused. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeArchive, signPackage } from '@plexi/plugin-api';
import { encodeCbor, fromHex, LIMITS, utf8 } from '@plexi/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openArchive, openPackage } from '../../src/package/index.ts';
import { filesOf, manifest, packed, primitives, seed } from '../workbench.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plexi-plugin-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

const INVALID = { code: 'PLUGIN_INVALID' };
const open = (bytes: Uint8Array) => openArchive(primitives, bytes);
const failure = (work: () => unknown): unknown => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
};
/** An archive whose parts need not be in order. */
const crafted = (parts: [string, Uint8Array][], files = new Map(parts)): Uint8Array => {
  const { key, signature } = signPackage(primitives, seed('Mallory'), files);
  return encodeCbor(['plexichat plugin 1', fromHex(key), fromHex(signature), parts]);
};
/** Writes a signed folder, with `more` put in behind the signing where it is given. */
const writeFolder = async (files: Map<string, Uint8Array>): Promise<void> => {
  for (const [name, content] of files) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  await writeFile(
    path.join(folder, 'signature.json'),
    JSON.stringify(signPackage(primitives, seed('Mallory'), files)),
  );
};

test('[P1] a path cannot leave the package, on any system', () => {
  for (const name of [
    '../evil.js',
    'panel/../../evil.js',
    '/etc/passwd',
    'C:\\evil.js',
    'panel\\..\\evil',
    'panel//x.js',
    './code.js',
    'con.js',
    'aux',
    '.ssh/id',
    'a\u0000.js',
    'x'.repeat(200),
    '__proto__/../x',
  ]) {
    const files = filesOf('');
    files.set(name, utf8('evil'));
    expect(failure(() => open(packed(files)))).toMatchObject(INVALID);
  }
});

test('[P1] a file cannot be there twice, nor differ by case only, nor come unsigned as the signature', () => {
  const files = filesOf('good');
  const parts = [...files] as [string, Uint8Array][];
  expect(failure(() => open(crafted([...parts, ['code.js', utf8('evil')]], files)))).toMatchObject(INVALID);
  expect(failure(() => open(packed(new Map([...files, ['CODE.js', utf8('evil')]]))))).toMatchObject(INVALID);
  expect(failure(() => open(crafted([...parts, ['signature.json', utf8('unsigned')]])))).toMatchObject(
    INVALID,
  );
});

test('[P1] links and special files in a folder are not followed: the attacker would have read what they lead to', async () => {
  await writeFolder(filesOf(''));
  await writeFile(path.join(folder, '..', `${path.basename(folder)}-secret`), 'secret');
  await mkdir(path.join(folder, 'panel'), { recursive: true });
  await symlink('/etc/passwd', path.join(folder, 'panel', 'index.html'));
  await expect(openPackage(primitives, folder)).rejects.toMatchObject(INVALID);
  await rm(path.join(folder, 'panel'), { recursive: true });
  await symlink('/etc', path.join(folder, 'panel'));
  await expect(openPackage(primitives, folder)).rejects.toMatchObject(INVALID);
  await rm(path.join(folder, 'panel'));
  await openPackage(primitives, folder);
  const link = `${folder}.plexiplugin`;
  await symlink(path.join(folder, 'code.js'), link);
  await expect(openPackage(primitives, link)).rejects.toMatchObject(INVALID);
  await rm(link);
});

test('[P1] a bomb stays small: nothing is unpacked, and a length is believed only where the bytes are there', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  expect(failure(() => open(bomb))).toMatchObject(INVALID);
  // A CBOR byte string that claims four gigabytes, and an array that claims as many parts.
  for (const claim of [
    [0x84, 0x72, ...utf8('plexichat plugin 1'), 0x5a, 0xff, 0xff, 0xff, 0xff],
    [0x9a, 0xff, 0xff, 0xff, 0xff],
  ])
    expect(failure(() => open(new Uint8Array(claim)))).toMatchObject(INVALID);
  expect(failure(() => open(new Uint8Array(LIMITS.pluginPackageBytes * 2)))).toMatchObject(INVALID);
  const many = filesOf('');
  for (let i = 0; i <= LIMITS.pluginFiles; i++) many.set(`f${i}.js`, utf8(''));
  expect(failure(() => open(packed(many)))).toMatchObject(INVALID);
  const large = filesOf('x'.repeat(LIMITS.pluginPackageBytes));
  expect(failure(() => open(packed(large)))).toMatchObject(INVALID);
  await writeFile(path.join(folder, 'huge'), Buffer.alloc(4 * LIMITS.pluginPackageBytes));
  await expect(openPackage(primitives, folder)).rejects.toMatchObject(INVALID);
});

test('[P1] a manifest has one reading: a key that is there twice, or means something to an engine, is refused', () => {
  const plain = JSON.stringify(manifest(['message.list']));
  for (const text of [
    plain.replace('{', '{"capabilities":["message.send"],'),
    plain.replace('}', ',"\\u0063apabilities":["message.send"]}'),
    plain.replace('{', '{"__proto__":{"capabilities":["message.send"]},'),
    plain.replace('{', '{"extra":1,'),
    plain.replace('"name":"Probe"', '"name":{"en":"Probe","constructor":"x"}'),
    `${plain}${plain}`,
    '[]',
    '{'.repeat(50_000),
    `${'['.repeat(40)}${']'.repeat(40)}`,
  ]) {
    const files = filesOf('');
    files.set('manifest.json', utf8(text));
    expect(failure(() => open(packed(files)))).toMatchObject(INVALID);
  }
  const long = filesOf('', [], { manifest: { author: 'x'.repeat(LIMITS.pluginManifestBytes) } });
  expect(failure(() => open(packed(long)))).toMatchObject(INVALID);
  const greedy = filesOf(
    '',
    Array.from(
      { length: LIMITS.pluginCapabilities + 1 },
      (_, i) => `message.list@channel:${String(i).padStart(64, '0')}`,
    ),
  );
  expect(failure(() => open(packed(greedy)))).toMatchObject(INVALID);
  for (const name of ['Pro\u202ebe', 'Probe\nGranted: nothing', ''])
    expect(failure(() => open(packed(filesOf('', [], { manifest: { name } }))))).toMatchObject(INVALID);
});

test('[P1] any changed bit, another author’s key, or a signature of something else is refused', async () => {
  const files = filesOf('plexi.log(1)', ['message.list']);
  const signature = signPackage(primitives, seed('Mallory'), files);
  const other = signPackage(primitives, seed('Eve'), files);
  expect(() => open(encodeArchive({ files, signature }))).not.toThrow();
  // The same files by another author are another package: a grant for one is none for the other.
  expect(open(packed(files, 'Eve')).hash).not.toBe(open(packed(files)).hash);
  const wrong = { code: 'PLUGIN_SIGNATURE' };
  const widened = filesOf('plexi.log(1)', ['message.list', 'message.send']);
  const renamed = new Map(
    [...files].map(([name, content]) => [name === 'code.js' ? 'code2.js' : name, content]),
  );
  for (const forged of [
    { files: widened, signature },
    { files: renamed, signature },
    { files: new Map([...files, ['panel/index.html', utf8('')]]), signature },
    { files, signature: { ...signature, key: other.key } },
    { files, signature: { ...signature, signature: other.signature } },
    { files, signature: { key: signature.key, signature: '0'.repeat(128) } },
  ])
    expect(failure(() => open(encodeArchive(forged)))).toMatchObject(wrong);
  await writeFolder(files);
  await writeFile(path.join(folder, 'code.js'), 'plexi.log(2)');
  await expect(openPackage(primitives, folder)).rejects.toMatchObject(wrong);
  await rm(path.join(folder, 'signature.json'));
  await expect(openPackage(primitives, folder)).rejects.toMatchObject(wrong);
});
