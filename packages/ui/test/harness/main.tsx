/** The interface over a scripted peer, in a page: `?scene=NAME`. The test drives the peer through `window.peer`. */
import './strict-policy.ts';
import { App, applyTheme, createPeerLink, type OpenVault } from '@plexi/ui';
import '@plexi/ui/styles.css';
import { createRoot } from 'react-dom/client';
import * as Y from 'yjs';
import { createScriptedPeer, type ScriptedPeer } from '../scripted-peer.ts';
import { SCENES } from './scenes.ts';

declare global {
  interface Window {
    peer: ScriptedPeer;
    violations: string[];
    away: boolean;
  }
}
window.violations = [];
window.away = false;
document.addEventListener('securitypolicyviolation', (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});

const docs = new Map<string, Y.Doc>();
const openVault: OpenVault = () => ({
  open: (purpose) => {
    const doc = docs.get(purpose) ?? new Y.Doc();
    docs.set(purpose, doc);
    return Promise.resolve({
      doc,
      discarded: 0,
      flush: () => Promise.resolve(),
      close: () => Promise.resolve(),
      reset: () => {
        docs.delete(purpose);
        return Promise.resolve();
      },
    });
  },
});

applyTheme();
const scene = new URLSearchParams(location.search).get('scene') ?? 'start';
const script = SCENES[scene];
const root = document.querySelector('#root');
if (script !== undefined && root !== null) {
  window.peer = createScriptedPeer(script());
  const link = createPeerLink({
    connect: () =>
      scene === 'refused'
        ? Promise.resolve('refused' as const)
        : window.away
          ? Promise.reject(new Error('away'))
          : Promise.resolve(window.peer.connect()),
  });
  createRoot(root).render(<App link={link} openVault={openVault} />);
}
