/**
 * The window and what it may do. Electron's security checklist, item by item:
 * https://www.electronjs.org/docs/latest/tutorial/security
 */
import path from 'node:path';
import { app, BrowserWindow, protocol, type Session, shell, type WebContents } from 'electron';
import type { InterfaceFiles } from '../browser/interface-files.ts';
import { answerPanel, type Panels } from '../host/panels.ts';
import { APP_ORIGIN, APP_SCHEME } from '../shared/bridge.ts';
import { protectiveHeaders } from '../shared/content-policy.ts';
import { PANEL_SCHEME, WINDOW_PANELS } from '../shared/panel-policy.ts';

/** The permissions that the interface needs: to copy an invite link, and to notify of messages. */
const GRANTED = new Set(['clipboard-sanitized-write', 'notifications']);
const OPENABLE = new Set(['https:', 'http:']);

/** Before the app is ready: the interface's own scheme, with the rights of a secure site and no others. */
export const registerScheme = (): void =>
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
    { scheme: PANEL_SCHEME, privileges: { standard: true, secure: true } },
  ]);

/** Serves the interface on its own scheme, the listed files and nothing else, and panels of plugins on another. */
export const serveInterface = (files: InterfaceFiles, panels: Pick<Panels, 'find'>): void => {
  protocol.handle(PANEL_SCHEME, (request) => answerPanel(panels, request.url));
  protocol.handle(APP_SCHEME, (request) => {
    const url = new URL(request.url);
    const file = url.origin === APP_ORIGIN || url.host === 'plexi' ? files.get(url.pathname) : undefined;
    const headers = protectiveHeaders([], WINDOW_PANELS);
    if (file === undefined) return new Response(null, { status: 404, headers });
    return new Response(file.content, { headers: { ...headers, 'content-type': file.type } });
  });
};

/** Grants no more than that, loads nothing from elsewhere. */
export const restrictSession = (session: Session): void => {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(GRANTED.has(permission)));
  session.setPermissionCheckHandler((_contents, permission) => GRANTED.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((request, answer) => {
    const { protocol: scheme } = new URL(request.url);
    answer({
      cancel: ![`${APP_SCHEME}:`, `${PANEL_SCHEME}:`, 'devtools:', 'data:', 'blob:'].includes(scheme),
    });
  });
};

/** A link in a message: opened outside, if it is one to the web. */
const openOutside = (address: string): void => {
  const url = URL.parse(address);
  if (url !== null && OPENABLE.has(url.protocol)) void shell.openExternal(url.href);
};

/** Keeps every page where it is: no windows, no navigation but of a frame to a panel, no webviews. */
export const restrictContents = (contents: WebContents): void => {
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame || !event.url.startsWith(WINDOW_PANELS)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
};

/** Opens the window on the interface. */
export const openWindow = (folder: string): BrowserWindow => {
  const window = new BrowserWindow({
    width: 1200,
    height: 800,
    minWidth: 360,
    minHeight: 480,
    title: app.name,
    webPreferences: {
      preload: path.join(folder, 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Dictionaries would be fetched from a server that learns who uses this.
      spellcheck: false,
    },
  });
  void window.loadURL(`${APP_ORIGIN}/index.html`);
  return window;
};
