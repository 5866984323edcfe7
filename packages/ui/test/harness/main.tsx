/** The interface over a scripted peer, in a page: `?scene=NAME`. The test drives the peer through `window.peer`. */
import './strict-policy.ts';
import { App, applyAppearance, createPeerLink, type OpenTexts, type OpenVault } from '@plexi/ui';
import '@plexi/ui/styles.css';
import { createRoot } from 'react-dom/client';
import * as Y from 'yjs';
import { setAppearance } from '../../src/settings/appearance.ts';
import { findLanguage, findLocale } from '../../src/texts/languages.ts';
import { createTranslator } from '../../src/texts/translate.ts';
import { createScriptedPeer, type ScriptedPeer } from '../scripted-peer.ts';
import { createPseudoTranslator } from '../texts/pseudo.ts';
import { Gallery } from './Gallery.tsx';
import { SCENES } from './scenes.ts';

declare global {
  interface Window {
    peer: ScriptedPeer;
    violations: string[];
    away: boolean;
    setAppearance: typeof setAppearance;
  }
}
window.violations = [];
window.away = false;
window.setAppearance = setAppearance;
document.addEventListener('securitypolicyviolation', (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});

/** What this window keeps, for as long as its page is used: also when it is loaded again. */
const KEPT = 'harness/';
const docs = new Map<string, Y.Doc>();
const openDoc = (purpose: string): Y.Doc => {
  const doc = new Y.Doc();
  const kept = sessionStorage.getItem(KEPT + purpose);
  if (kept !== null) Y.applyUpdate(doc, Uint8Array.from(JSON.parse(kept) as number[]));
  doc.on('update', () =>
    sessionStorage.setItem(KEPT + purpose, JSON.stringify([...Y.encodeStateAsUpdate(doc)])),
  );
  return doc;
};
const openVault: OpenVault = () => ({
  open: (purpose) => {
    const doc = docs.get(purpose) ?? openDoc(purpose);
    docs.set(purpose, doc);
    return Promise.resolve({
      doc,
      discarded: 0,
      flush: () => Promise.resolve(),
      close: () => Promise.resolve(),
      reset: () => {
        docs.delete(purpose);
        sessionStorage.removeItem(KEPT + purpose);
        return Promise.resolve();
      },
    });
  },
});

/** The texts that ship, and one language more. */
const openTexts: OpenTexts = async (choice) => {
  if (choice === 'pseudo') return createPseudoTranslator();
  const language = findLanguage(choice);
  const { texts, errors } = await language.load();
  return createTranslator(texts, findLocale(language), language.dir, errors);
};

applyAppearance();
const scene = new URLSearchParams(location.search).get('scene') ?? 'start';
const script = SCENES[scene];
const root = document.querySelector('#root');
if (scene === 'design' && root !== null) {
  window.peer = createScriptedPeer({
    account: { state: 'none', profile: '' },
    spaces: [],
    app: { mode: 'browser' },
  });
  createRoot(root).render(<Gallery open={openTexts} />);
} else if (script !== undefined && root !== null) {
  window.peer = createScriptedPeer(script());
  const link = createPeerLink({
    connect: () =>
      scene === 'refused'
        ? Promise.resolve('refused' as const)
        : window.away
          ? Promise.reject(new Error('away'))
          : Promise.resolve(window.peer.connect()),
  });
  createRoot(root).render(<App link={link} openVault={openVault} openTexts={openTexts} />);
}
