export { App, type AppProps } from './App.tsx';
export {
  createPeerLink,
  type LinkState,
  type PeerLink,
  type PeerLinkDependencies,
} from './connection/peer-link.ts';
export { FROM_KEPT, type KeptDocument, type LocalVault, type OpenVault } from './vault/local-vault.ts';
export { applyTheme } from './workspace/use-theme.ts';
