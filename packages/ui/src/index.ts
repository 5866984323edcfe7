export { App, type AppProps } from './App.tsx';
export {
  createPeerLink,
  type LinkState,
  type PeerLink,
  type PeerLinkDependencies,
} from './connection/peer-link.ts';
export { applyAppearance } from './settings/appearance.ts';
export type { OpenTexts } from './texts/TextsProvider.tsx';
export { FROM_KEPT, type KeptDocument, type LocalVault, type OpenVault } from './vault/local-vault.ts';
