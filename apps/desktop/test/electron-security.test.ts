/**
 * [D1] Electron's security checklist (https://www.electronjs.org/docs/latest/tutorial/security), item by item, on the
 * source: its binary can't be had on every machine that runs these tests.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { listInterfaceFiles } from '../src/browser/interface-files.ts';
import { contentPolicy } from '../src/shared/content-policy.ts';

const BUILT = path.join(import.meta.dirname, '..', 'out', 'renderer');
const SOURCE = path.join(import.meta.dirname, '..', 'src');
let main: string;
let preload: string;
let window: string;
let lines: number;

const readFolder = async (name: string): Promise<string> => {
  const names = (await readdir(path.join(SOURCE, name))).filter((file) => file.endsWith('.ts'));
  const texts = await Promise.all(names.map(async (file) => readFile(path.join(SOURCE, name, file), 'utf8')));
  return texts.join('\n');
};

beforeAll(async () => {
  main = await readFolder('main');
  preload = await readFolder('preload');
  window = await readFile(path.join(SOURCE, 'main', 'window.ts'), 'utf8');
  lines = `${main}\n${preload}`.split('\n').length;
});

test('main and preload stay under 320 lines in all', () => {
  expect(lines).toBeLessThan(320);
});

test('1. only secure content is loaded: the interface’s own scheme', () => {
  expect([...main.matchAll(/loadURL\(([^)]*)\)/g)].map((match) => match[1])).toEqual([
    '`${APP_ORIGIN}/index.html`',
  ]);
  expect(main).not.toMatch(/loadFile|http:\/\/(?!www)/);
});

test.each([
  ['2. Node is not integrated', 'nodeIntegration: false'],
  ['2. nor into workers', 'nodeIntegrationInWorker: false'],
  ['2. nor into frames', 'nodeIntegrationInSubFrames: false'],
  ['3. contexts are isolated', 'contextIsolation: true'],
  ['4. processes are sandboxed', 'sandbox: true'],
  ['6. web security is on', 'webSecurity: true'],
  ['8. insecure content does not run', 'allowRunningInsecureContent: false'],
  ['9. no experimental features', 'experimentalFeatures: false'],
  ['11. no webviews', 'webviewTag: false'],
])('%s', (_, setting) => {
  expect(window).toContain(`${setting},`);
});

test('4. the sandbox is on for all processes, and nothing turns it off', () => {
  expect(main).toContain('app.enableSandbox()');
  for (const text of [main, preload]) expect(text).not.toMatch(/no-sandbox|commandLine|disable-/);
});

test('5. permissions are refused but for copying text and notifying', () => {
  expect(window).toContain("GRANTED = new Set(['clipboard-sanitized-write', 'notifications'])");
  expect(window).toMatch(/setPermissionRequestHandler\(.*answer\(GRANTED\.has\(permission\)\)/);
  expect(window).toMatch(/setPermissionCheckHandler\(.*GRANTED\.has\(permission\)/);
  expect(window).toContain('setDevicePermissionHandler(() => false)');
  expect(main).toContain('restrictSession(session.defaultSession)');
});

test('7. the content security policy allows the interface itself and nothing inline', () => {
  const policy = contentPolicy([], 'plexi-panel://plexi/panel/');
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
  expect(policy).not.toMatch(/unsafe|\*|http/);
  expect(window).toContain('protectiveHeaders([], WINDOW_PANELS)');
});

test('10. no Blink features are turned on', () => {
  expect(main).not.toMatch(/enableBlinkFeatures/);
});

test('12. 13. 14. no webviews, no navigation, no windows', () => {
  for (const event of ['will-navigate', 'will-redirect', 'will-attach-webview'])
    expect(window).toMatch(new RegExp(`'${event}', \\(event\\) => event\\.preventDefault\\(\\)`));
  // A frame may show a panel of a plugin, which is served by us and sandboxed, and goes nowhere else.
  expect(window).toContain(
    'if (event.isMainFrame || !event.url.startsWith(WINDOW_PANELS)) event.preventDefault()',
  );
  expect(window).toContain("return { action: 'deny' }");
  expect(main).toMatch(/'web-contents-created', \(_event, contents\) => restrictContents\(contents\)/);
});

test('15. what is opened outside is an address of the web', () => {
  expect(window).toContain("OPENABLE = new Set(['https:', 'http:'])");
  expect(main.match(/openExternal/g)).toHaveLength(1);
  expect(window).toMatch(/OPENABLE\.has\(url\.protocol\)\) void shell\.openExternal\(url\.href\)/);
});

test('17. the sender of every IPC message is checked', () => {
  expect(main.match(/ipcMain\.(on|handle)\w*\(/g)).toEqual(['ipcMain.on(']);
  expect(main).toMatch(/!isOurs\(event, window\)\) return/);
  expect(main).toContain('event.senderFrame === window.webContents.mainFrame');
});

test('18. the interface comes from a scheme of its own, not from file://', () => {
  expect(main).toContain('registerScheme();');
  expect(main).toContain('serveInterface(files, panels)');
  expect(main).not.toContain('file://');
});

test('20. the preload script exposes one function, and no Electron', () => {
  expect(preload.match(/exposeInMainWorld\(/g)).toHaveLength(1);
  expect(preload).toContain("exposeInMainWorld('plexi', bridge)");
  expect(preload.match(/ipcRenderer\.\w+/g)).toEqual(['ipcRenderer.postMessage']);
});

test.skipIf(!existsSync(path.join(BUILT, 'index.html')))(
  'the built interface has no inline script or style',
  async () => {
    const files = await listInterfaceFiles(BUILT);
    const page = await readFile(path.join(BUILT, 'index.html'), 'utf8');
    expect(files.size).toBeGreaterThan(2);
    expect(page).not.toMatch(/<style|style=|<script(?![^>]*\bsrc=)|\bon\w+=/);
  },
);
